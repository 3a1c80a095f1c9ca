import warnings


def f():
    warnings.warn("careful")


f()
f()
print("done")
