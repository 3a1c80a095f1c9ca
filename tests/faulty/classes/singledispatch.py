import functools
@functools.singledispatch
def f(x): raise TypeError("no")
@f.register(int)
def _(x): return x / 0
f(1)
