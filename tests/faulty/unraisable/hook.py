import sys
sys.unraisablehook = lambda u: print("hook", u.exc_type.__name__, u.err_msg, u.object is A.__del__, file=sys.stderr)
class A:
    def __del__(self): 1 / 0
A()
raise SystemExit(1)
