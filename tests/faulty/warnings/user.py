import warnings
warnings.warn("careful")
raise ValueError
