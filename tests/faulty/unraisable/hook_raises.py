import sys
def hook(u): raise TypeError("hook")
sys.unraisablehook = hook
class A:
    def __del__(self): 1 / 0
A()
raise SystemExit(1)
