"""Slots down a hierarchy: where each name lives, which instances have a dict, and how the MRO meets layouts."""
import weakref


def report(cls, *args):
    o = cls(*args)
    own = cls.__dict__.get("__slots__", "none")
    print(f"{cls.__name__:12} own={own!r:28} dict={hasattr(o, '__dict__')} weak={hasattr(o, '__weakref__')} size_grows={cls.__basicsize__ > object.__basicsize__}")
    return o


class A: __slots__ = ("a",)
class B(A): __slots__ = ("b",)
class C(B): pass
class D(C): __slots__ = ("d",)
class W(A): __slots__ = ("__weakref__",)
class Dct(A): __slots__ = ("__dict__",)
class Mix: __slots__ = ()
class M(Mix, B): __slots__ = ("m",)
class Plain: pass
class P(Plain): __slots__ = ("p",)
class Q(A, Plain): pass
class R(Plain, A): __slots__ = ()


for cls in (A, B, C, D, W, Dct, Mix, M, Plain, P, Q, R):
    report(cls)
d = D()
d.a, d.b, d.d, d.free = 1, 2, 3, 4
print(d.__dict__, [getattr(d, n) for n in ("a", "b", "d", "free")])
print(weakref.ref(W())() is None, weakref.ref(C()) is not None)
x = Dct()
x.a, x.other = 1, 2
print(x.__dict__, x.a)


def layout(*bases, **ns):
    try:
        return type("X", bases, ns).__mro__[1:]
    except TypeError as e:
        return f"TypeError: {e}"


print(layout(A, B))
print(layout(B, A))
print(layout(type("S1", (), {"__slots__": ("x",)}), type("S2", (), {"__slots__": ("x",)})))
print(layout(type("S1", (), {"__slots__": ()}), type("S2", (), {"__slots__": ("x",)})) is not None)
print(layout(A, int))
print(layout(Mix, int) is not None, layout(int, Plain) is not None, layout(int, str))
print(layout(A, Exception))
print(layout(Exception, OSError))


class Base:
    __slots__ = ("x",)
    x_default = 5
    def __init__(self): pass
    def get(self): return getattr(self, "x", self.x_default)


class Child(Base):
    x = "class attribute hides the slot"


c = Child()
print(c.x, c.get(), Base.x.__get__(c, Child) if False else "slot empty")
c.x = "in the dict"
print(c.__dict__, c.x)
Base.x.__set__(c, "in the slot")
print(Base.x.__get__(c), c.x)


class Prop(Base):
    __slots__ = ("_x",)
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v


p = Prop()
p.x = 1
print(p.x, p._x, hasattr(p, "__dict__"))
try:
    Base.x.__get__(p)
except AttributeError as e:
    print(type(e).__name__, e)
a, b = A(), A()
a.a, b.a = [1], [1]
print(a.a == b.a, a == b, a.a is b.a)
b.__class__ = type("Twin", (), {"__slots__": ("a",)})
print(type(b).__name__, b.a)
for target in (B, C, Plain, int):
    try:
        a.__class__ = target
        print("assigned", target.__name__)
    except TypeError as e:
        print(e)
e = type("E", (Exception,), {"__slots__": ("code",)})("msg")
e.code = 5
print(e, e.code, hasattr(e, "__dict__"), e.args)
g = type("G", (list,), {"__slots__": ("name",)})([1])
g.name = "n"
g.append(2)
print(g, g.name, len(g), hasattr(g, "__dict__"))
print(A.a.__qualname__ if hasattr(A.a, "__qualname__") else "", B.b.__name__, B.a is A.a, "a" in B.__dict__, M.__slots__ + B.__slots__)
