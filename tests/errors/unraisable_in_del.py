import sys
def hook(info):
    print("unraisable:", type(info.exc_value).__name__, info.exc_value, info.err_msg is not None or info.object is not None)
sys.unraisablehook = hook
class D:
    def __del__(self): raise ValueError("from del")
d = D()
del d
print("continues")
def g():
    try:
        yield 1
    finally:
        raise KeyError("from generator close")
it = g()
next(it)
del it
import weakref
class W: pass
w = W()
r = weakref.ref(w, lambda ref: 1 / 0)
del w
print("end", r())

# output:
# unraisable: ValueError from del True
# continues
# unraisable: KeyError 'from generator close' True
# unraisable: ZeroDivisionError division by zero True
# end None
