"""Slotted objects meet pickling, copying, defaults, properties, dataclasses, inheritance and memory."""
import copy
import pickle
import sys
from dataclasses import dataclass


class P:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
    def __eq__(self, o): return isinstance(o, P) and (self.x, self.y) == (o.x, o.y)
    def __repr__(self): return f"P({self.x}, {self.y})"


class Q(P):
    __slots__ = ("z",)


class R(Q):
    pass


p = P(1, [2])
print(copy.copy(p), copy.deepcopy(p), copy.copy(p).y is p.y, copy.deepcopy(p).y is p.y, pickle.loads(pickle.dumps(p)))
q = Q(1, 2)
q2 = pickle.loads(pickle.dumps(q))
print(q2, hasattr(q2, "z"), p.__getstate__(), q.__getstate__())
r = R(1, 2)
r.z, r.free = 3, 4
r2 = copy.deepcopy(r)
print(r2.x, r2.z, r2.free, r2.__dict__, r.__getstate__())
for protocol in (0, 1, 2):
    try:
        print(protocol, pickle.loads(pickle.dumps(p, protocol)))
    except TypeError as e:
        print(protocol, e)


class Plain:
    def __init__(self, x, y): self.x, self.y = x, y


print(sys.getsizeof(p) <= sys.getsizeof(Plain(1, 2)) + sys.getsizeof(Plain(1, 2).__dict__))


class Lazy:
    """A default without a class attribute: __getattr__ fills an empty slot."""
    __slots__ = ("value",)
    def __getattr__(self, name):
        if name != "value":
            raise AttributeError(name)
        print("  filling")
        self.value = 42
        return self.value


l = Lazy()
print(l.value, l.value, getattr(l, "other", "none"))
del l.value
print(l.value)


class WithProperty:
    __slots__ = ("_v",)
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x * 2


w = WithProperty()
w.v = 5
print(w.v)
try:
    w.nope = 1
except AttributeError as e:
    print(e)


@dataclass(slots=True)
class DC:
    a: int
    b: str = "default"
    def total(self): return self.a


d = DC(1)
print(d, DC.__slots__, d.total(), hasattr(DC, "b"), type(DC.b).__name__)
try:
    d.c = 1
except AttributeError as e:
    print(e)


class Meta(type):
    def __new__(mcls, name, bases, ns):
        ns["__slots__"] = tuple(ns.pop("__annotations__", {}) or ns.pop("fields", ()))
        return super().__new__(mcls, name, bases, ns)


class Auto(metaclass=Meta):
    fields = ("m", "n")


a = Auto()
a.m = 1
print(Auto.__slots__, hasattr(a, "n"))


class Mixin:
    __slots__ = ()
    def describe(self): return [s for c in type(self).__mro__ for s in c.__dict__.get("__slots__", ())]


class Full(Mixin, Q):
    __slots__ = ("w",)


f = Full(1, 2)
f.w = 9
print(f.describe(), f.w)


class Node:
    __slots__ = ("value", "next", "__weakref__")
    def __init__(self, value, next=None): self.value, self.next = value, next
    def __iter__(self):
        node = self
        while node:
            yield node.value
            node = node.next
    def __del__(self): deleted.append(self.value)


deleted = []
n = Node(1, Node(2, Node(3)))
print(list(n))
n = None
print(deleted)
xs = [P(i, -i) for i in range(1000)]
print(sum(x.x for x in xs), xs[10], xs[5] == P(5, -5))
for x in xs:
    x.x += 1
print(sum(x.x for x in xs))


class Shadow:
    __slots__ = ("method",)
    def __init__(self): self.method = lambda: "from the slot"


print(Shadow().method())


class Base:
    attr = "class attribute"


class Sl(Base):
    __slots__ = ("attr",)


s = Sl()
try:
    s.attr
except AttributeError as e:
    print("slot hides the class attribute:", e)
s.attr = 1
print(s.attr, s.__dict__)
s.__dict__["attr"] = "in dict"
print(s.attr)
