"""Functions, properties, slots, classmethods, getsets: the descriptors that the language itself is made of."""
import types
from functools import cached_property, partial, partialmethod, singledispatchmethod


class C:
    __slots__ = ("slot", "__dict__")
    def method(self, *a): return "method", a
    @classmethod
    def cm(cls, *a): return "cm", cls.__name__, a
    @staticmethod
    def sm(*a): return "sm", a
    @property
    def prop(self): return "prop"
    pm = partialmethod(method, 1, 2)
    part = partial(lambda *a: ("partial", len(a)), 9)
    builtin = len
    klass = int
    lam = lambda self: "lambda"
    @cached_property
    def cached(self): return "cached"


c = C()
c.slot = "slot"
kinds = {}
for name in ("method", "cm", "sm", "prop", "pm", "part", "builtin", "klass", "lam", "cached", "slot", "__dict__", "__init__", "__eq__", "__class__", "__doc__"):
    raw = next((k.__dict__[name] for k in C.__mro__ if name in k.__dict__), None)
    t = type(raw)
    print(f"{name:10} {t.__name__:26} get={hasattr(t, '__get__')!s:5} set={hasattr(t, '__set__')!s:5} delete={hasattr(t, '__delete__')!s:5} data={hasattr(t, '__set__') or hasattr(t, '__delete__')}")
print(c.method(0), c.cm(0), c.sm(0), c.prop, c.pm(3), c.part(0), c.builtin([1]), c.klass("5"), c.lam(), c.cached, c.slot)
print(C.method(c, 0), C.sm(0), C.pm(c, 4) if callable(C.pm) else "", C.builtin("ab"))
for name in ("method", "cm", "sm", "prop", "slot", "cached"):
    try:
        setattr(c, name, "instance value")
        print(name, "->", getattr(c, name))
    except AttributeError as e:
        print(name, "->", e)
print(sorted(c.__dict__))
f = C.__dict__["method"]
b = f.__get__(c, C)
print(type(b).__name__, b.__self__ is c, b.__func__ is f, b(7), f.__get__(None, C) is f, b.__get__(5) is b, types.MethodType(f, 5)())
try:
    f.__get__(None, None)
except TypeError as e:
    print(e)
try:
    types.MethodType(f, None)
except TypeError as e:
    print(e)
try:
    types.MethodType(5, c)
except TypeError as e:
    print(e)
print(b == C.method.__get__(c), b == f.__get__(C()), hash(b) == hash(f.__get__(c)), b != 5)
cm = C.__dict__["cm"]
print(cm.__get__(None, C)(), cm.__get__(c)(), cm.__func__.__name__, cm.__wrapped__ is cm.__func__, cm.__isabstractmethod__)
try:
    cm()
except TypeError as e:
    print(e)
sm = C.__dict__["sm"]
print(sm(1), sm.__get__(None, C)(2), sm.__name__)
up = str.upper
print(type(up).__name__, up("a"), up.__get__("b")(), up.__objclass__, up.__name__, up.__qualname__, up.__get__(None, str) is up)
try:
    up.__get__(5)
except TypeError as e:
    print(e)
bound = "x".upper
print(type(bound).__name__, bound.__self__, bound(), bound.__name__, bound.__qualname__)
w = int.__add__
print(type(w).__name__, w(1, 2), type((1).__add__).__name__, (1).__add__.__self__, w.__objclass__ is int)
g = int.__dict__["real"]
print(type(g).__name__, g.__get__(5), g.__get__(None, int) is g, g.__name__)
for bad in (lambda: g.__set__(5, 1), lambda: g.__delete__(5), lambda: g.__get__("s"), lambda: w("a", 1), lambda: w(), lambda: up(), lambda: dict.fromkeys.__get__):
    try:
        print(type(bad()).__name__)
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
fk = dict.__dict__["fromkeys"]
print(type(fk).__name__, fk.__get__(None, dict)("a"), fk.__get__({}, dict)("b"))
mk = str.__dict__["maketrans"]
print(type(mk).__name__, mk.__get__(None, str)("a", "b"))
print(type(type.__dict__["__dict__"]).__name__, type(C.__dict__).__name__, type(C.__dict__["__dict__"]).__name__, type(object.__dict__["__class__"]).__name__)
class S:
    @singledispatchmethod
    def f(self, x): return "any"
    @f.register
    def _(self, x: int): return "int"
print(S().f("a"), S().f(1))
print(type(C.__new__).__name__, type(C.__dict__.get("__new__", None)).__name__, type(object.__new__).__name__, type(object.__init_subclass__).__name__)
class N:
    def __new__(cls): return super().__new__(cls)
    def __init_subclass__(cls): pass
    def __class_getitem__(cls, k): return k
print(type(N.__dict__["__new__"]).__name__, type(N.__dict__["__init_subclass__"]).__name__, type(N.__dict__["__class_getitem__"]).__name__)
class Computed:
    def __getattr__(self, n): return 5
    value = property()
try:
    print(Computed().value)
except AttributeError as e:
    print(e)
p = C.__dict__["prop"]
print(p.fget.__name__, p.fset, p.fdel, p.__get__(c), p.__get__(None, C) is p, p.getter(lambda s: "other").__get__(c), p.__name__)
