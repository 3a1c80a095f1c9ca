"""Structural typing at run time: protocols, ABCs, virtual subclasses and duck typing side by side."""
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping, MutableSequence, Reversible, Sequence, Set, Sized
from dataclasses import dataclass
from typing import Protocol, SupportsFloat, SupportsIndex, SupportsInt, runtime_checkable


@runtime_checkable
class Drawable(Protocol):
    color: str
    def draw(self) -> str: ...


@runtime_checkable
class Resizable(Drawable, Protocol):
    def resize(self, k: float) -> None: ...


@dataclass
class Square:
    side: float
    color: str = "red"
    def draw(self): return f"{self.color} square {self.side}"
    def resize(self, k): self.side *= k


class Ghost:
    draw = None
    color = "none"


class Dynamic:
    def __getattr__(self, name): return lambda: name


class Explicit(Drawable):
    color = "blue"


print([isinstance(x, Drawable) for x in (Square(1), Ghost(), Dynamic(), Explicit(), 5)], [isinstance(x, Resizable) for x in (Square(1), Explicit())])
print(Explicit().draw(), Explicit.__mro__[1].__name__)
for f in (lambda: issubclass(Square, Drawable), lambda: Drawable(), lambda: issubclass(5, Drawable)):
    try:
        print(f())
    except TypeError as e:
        print(e)
print(isinstance(5, SupportsInt), isinstance("5", SupportsInt), isinstance(5, SupportsIndex), isinstance(1.5, SupportsIndex), isinstance(5, SupportsFloat))


class Sz:
    def __len__(self): return 3
    def __iter__(self): return iter("abc")
    def __contains__(self, x): return x in "abc"
    __hash__ = None


sz = Sz()
print([isinstance(sz, t) for t in (Sized, Iterable, Hashable, Sequence, Callable, Reversible)])


class Ring(Sequence):
    """Two methods written, six inherited."""
    def __init__(self, *xs): self.xs = xs
    def __len__(self): return len(self.xs)
    def __getitem__(self, i):
        if i >= len(self.xs): raise IndexError(i)
        return self.xs[i]


r = Ring(1, 2, 3, 2)
print(list(r), 2 in r, r.index(2), r.count(2), list(reversed(r)), r.index(2, 2), isinstance(r, Sequence), issubclass(Ring, Iterable))
try:
    r.index(9)
except ValueError as e:
    print("ValueError", e)


class Lower(Mapping):
    def __init__(self, **d): self.d = d
    def __getitem__(self, k): return self.d[k.lower()]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)


m = Lower(a=1, b=2)
print(m["A"], m.get("z", 0), "B" in m, list(m.keys()), dict(m), m == {"a": 1, "b": 2}, {**m}, list(m.items()), m.keys() & {"a"})


class Bag(MutableSequence):
    def __init__(self): self.xs = []
    def __len__(self): return len(self.xs)
    def __getitem__(self, i): return self.xs[i]
    def __setitem__(self, i, v): self.xs[i] = v
    def __delitem__(self, i): del self.xs[i]
    def insert(self, i, v): self.xs.insert(i, v)


bag = Bag()
bag.append(1); bag.extend([2, 3]); bag += [4]; bag.reverse(); bag.remove(2)
print(list(bag), bag.pop(), bag.pop(0), list(bag))


class Bits(Set):
    def __init__(self, it=()): self.n = sum({1 << i for i in it})
    def __contains__(self, i): return self.n >> i & 1 == 1
    def __iter__(self): return (i for i in range(self.n.bit_length()) if self.n >> i & 1)
    def __len__(self): return self.n.bit_count()


b = Bits([1, 3, 5])
print(list(b & {3, 5, 7}), list(b | [2]), list(b - {1}), list(b ^ {1, 2}), b <= Bits(range(9)), b == {1, 3, 5}, b.isdisjoint([2]))


class Partial(ABC):
    @abstractmethod
    def a(self): ...
    @abstractmethod
    def b(self): return "default b"
    @classmethod
    def __subclasshook__(cls, c):
        return True if getattr(c, "looks_right", False) else NotImplemented


class Half(Partial):
    def a(self): return super().b()


for cls in (Partial, Half):
    try:
        cls()
    except TypeError as e:
        print(e)
print(issubclass(type("Fake", (), {"looks_right": True}), Partial), issubclass(int, Partial))
Half.b = lambda self: "patched later"
try:
    Half()
except TypeError as e:
    print("still abstract:", e)


@Partial.register
class Registered: pass


print(isinstance(Registered(), Partial), Registered.__mro__)
