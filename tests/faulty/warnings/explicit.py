import warnings
warnings.warn_explicit("told", UserWarning, "elsewhere.py", 12)
raise ValueError
