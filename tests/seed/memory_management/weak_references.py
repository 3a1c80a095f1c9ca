"""weakref: callbacks, order, proxies, weak containers, and who cannot be referenced weakly."""
import gc
import weakref
from weakref import WeakKeyDictionary, WeakMethod, WeakSet, WeakValueDictionary, getweakrefcount, getweakrefs, proxy, ref


class C:
    def __init__(self, n=0): self.n = n
    def m(self): return f"m{self.n}"
    def __repr__(self): return f"C{self.n}"


c = C(1)
r1, r2 = ref(c), ref(c)
print(r1 is r2, r1() is c, r1 == r2, hash(r1) == hash(c), getweakrefcount(c), getweakrefs(c) == [r1])
order = []
r3 = ref(c, lambda r: order.append(("r3", r is r3, r())))
r4 = ref(c, lambda r: order.append(("r4", r() is None, hash(r) == h)))
h = hash(r4)
print(r3 is r1, getweakrefcount(c), r3 == r1, r1 != ref(C(1)))
del c
print(order, r1(), r1 == r2, r3 == r4)
try:
    hash(ref(C()))
except TypeError as e:
    print(e)
c = C(2)
p = proxy(c)
print(p.n, p.m(), str(p), type(p).__name__, p == c, isinstance(p, C))
p.n = 5
print(c.n, repr(p).startswith("<weakproxy at"), hasattr(p, "nope"))
del c
for f in (lambda: p.n, lambda: str(p), lambda: setattr(p, "n", 1), lambda: bool(p)):
    try:
        f()
    except ReferenceError as e:
        print(type(e).__name__, e)
f = C(3).m
bound = ref(f)
print(bound() is f)
f = None
print(bound())
c = C(4)
dead = ref(c.m)
wm = WeakMethod(c.m)
print(dead(), wm()(), wm() == c.m)
del c
print(wm())
for bad in (5, "s", (1,), None, [], {}, 1.5, object(), b"", len, True):
    try:
        ref(bad)
        print("  can:", bad)
    except TypeError as e:
        print(" ", e)


class L(list): pass
class I(int): pass
class T(tuple): pass
class Sl: __slots__ = ()
class SlW: __slots__ = ("__weakref__",)
for cls in (L, I, T, Sl, SlW, type("E", (Exception,), {}), set, frozenset):
    try:
        o = cls()
        print(cls.__name__, ref(o)() is o)
    except TypeError as e:
        print(" ", e)
print(ref(C)() is C, ref(lambda: 0)(), ref(print) is not None if False else "")
wv = WeakValueDictionary()
a, b = C("a"), C("b")
wv["a"], wv["b"] = a, b
print(sorted(wv), len(wv), wv["a"] is a, wv.get("zz", "no"))
del a
print(sorted(wv), "a" in wv, len(wv))
wk = WeakKeyDictionary({b: "value"})
print(wk[b], list(wk.values()), b in wk)
del b
print(len(wk), list(wv.items()))
ws = WeakSet()
x, y = C("x"), C("y")
ws.add(x); ws.add(y); ws.add(x)
print(len(ws), x in ws)
it = iter(ws)
next(it)
del x, y
print("kept while iterating" if len(ws) else "already gone")
it = None
gc.collect()
print(len(ws))


class CB:
    def __init__(self, name):
        self.name = name
    def __del__(self): print("  del", self.name)


o = CB("first the callbacks or the finalizer?")
r = ref(o, lambda r: print("  callback, referent:", r()))
del o
o = CB("callback dropped before its referent")
r = ref(o, lambda r: print("  never"))
del r
del o
o, o2 = CB("in a cycle"), CB("in a cycle")
o.x, o2.x = o2, o
r = ref(o, lambda r: print("  callback from outside the cycle"))
o.inner = ref(o2, lambda r: print("  never: dies with the cycle"))
del o, o2
gc.collect()


class Err:
    pass


import sys
sys.unraisablehook = lambda u: print("  unraisable:", u.exc_value)
e = Err()
r = ref(e, lambda r: 1 / 0)
del e


class SubRef(ref):
    __slots__ = ("key",)
    def __new__(cls, o, cb=None, key=None): return super().__new__(cls, o, cb)
    def __init__(self, o, cb=None, key=None): super().__init__(o, cb); self.key = key


c = C(9)
sr = SubRef(c, key="k")
print(sr() is c, sr.key, SubRef(c) is sr, isinstance(sr, ref), ref(c) is sr)
