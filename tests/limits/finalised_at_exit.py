"""The end of a program: atexit first, then what its variables hold, each finaliser with its module still whole."""
import atexit
import sys
import types
import weakref


class Named:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name, sys is not None, print is not None, Named is not None)


class Back:
    def __del__(self):
        global kept
        kept = self
        print("brought back")


a = Named("a")
b = Named("b")
cycle = Named("cycle")
cycle.me = cycle
reference = weakref.ref(a, lambda gone: print("not called: the reference dies too"))
finalizer = weakref.finalize(b, print, "finalize")
atexit.register(lambda: print("atexit registered first"))
atexit.register(print, "atexit registered last")
back = Back()


def suspended():
    try:
        yield
    finally:
        print("generator closed")


g = suspended()
next(g)
print("end of the main module")
# output:
# end of the main module
# atexit registered last
# atexit registered first
# finalize
# del a True True True
# del b True True True
# del cycle True True True
# brought back
# generator closed
