import warnings
def f():
    warnings.warn("older", DeprecationWarning, stacklevel=2)
f()
raise SystemExit(1)
