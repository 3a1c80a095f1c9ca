import warnings
warnings.simplefilter("always")
def f():
    open("resource.py")
f()
raise SystemExit(3)
