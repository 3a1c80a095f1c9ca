"""Long chains of objects of every kind are dropped without deep recursion."""
import sys, collections, functools, types, weakref
n = 10_000
def run(name, make):
    x = None
    for i in range(n): x = make(x)
    x = None
    print(name)
class I:
    def __init__(self, x): self.x = x
class S:
    __slots__ = ("x",)
    def __init__(self, x): self.x = x
class D:
    def __init__(self, x): self.__dict__["x"] = x
def clo(x):
    def f(): return x
    return f
def gen(x):
    y = x
    yield
    y
def genstarted(x):
    g = gen(x); next(g); return g
def exc(x):
    e = ValueError(); e.__context__ = x; return e
def exc2(x):
    e = ValueError(); e.__cause__ = x; return e
def argexc(x): return ValueError(x)
run("instance", I); run("slots", S); run("dict", D); run("list", lambda x: [x]); run("tuple", lambda x: (x,))
run("dict", lambda x: {"a": x}); run("closure", clo); run("generator", gen); run("generator started", genstarted)
run("context", exc); run("cause", exc2); run("args", argexc)
run("partial", lambda x: functools.partial(print, x))
run("deque", lambda x: collections.deque([x]))
run("method", lambda x: types.MethodType(print, x) if x is not None else types.MethodType(print, 1))
run("cell", lambda x: types.CellType(x))
run("slice", lambda x: slice(x))
run("property", lambda x: property(x))
run("iter", lambda x: iter([x]))
run("map", lambda x: map(print, x or []))
run("frozenset", lambda x: frozenset([x]))
run("ns", lambda x: types.SimpleNamespace(x=x))
run("dictview", lambda x: {1: x}.values())
run("weakvalue", lambda x: I(x))
class WR(I): pass
def wr(x):
    i = WR(x); i.w = weakref.ref(i); return i
run("weakref'd", wr)
def coro(x):
    async def f(): return x
    c = f()
    return c
import warnings
warnings.simplefilter("ignore")
run("module", lambda x: (lambda m: (setattr(m, "x", x), m)[1])(types.ModuleType("m"))) if 0 else None
def cls(x): return type("C", (), {"x": x})
x = None
for i in range(500): x = cls(x)
x = None
print("class")
def tb():
    try: raise ValueError
    except ValueError as e: return e
x = None
for i in range(5_000):
    e = tb(); e.x = x; x = e
x = e = None
print("traceback")
