"""A descriptor as a default: the class attribute protocol decides what the default is."""
from dataclasses import dataclass, field


class Clamped:
    def __init__(self, *, default): self.default = default
    def __set_name__(self, owner, name): self.slot = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self.default
        return getattr(obj, self.slot, self.default)
    def __set__(self, obj, value):
        print("  set", self.slot, value)
        setattr(obj, self.slot, max(0, min(100, int(value))))


@dataclass
class Volume:
    left: Clamped = Clamped(default=50)
    right: Clamped = Clamped(default=60)


v = Volume(left=400)
print(v, vars(v))
v.right = -5
print(v, v == Volume(100, 0))


class NoClassGet:
    def __get__(self, obj, owner=None):
        if obj is None:
            raise AttributeError
        return obj._x
    def __set__(self, obj, value): obj._x = value


@dataclass
class Req:
    x: NoClassGet = NoClassGet()


try:
    Req()
except TypeError as e:
    print(e)
print(Req(3))


@dataclass
class WithProperty:
    name: str
    _size: int = field(default=1, repr=False)

    @property
    def size(self): return self._size * 10

    @size.setter
    def size(self, v): self._size = v


w = WithProperty("n")
w.size = 4
print(w, w.size)


@dataclass
class Functions:
    """Functions as defaults do not bind when they are set on the instance."""
    key: object = len
    fn: object = lambda self: "class attribute binds"


f = Functions()
print(f.key([1, 2]), f.fn(5) if not hasattr(f.fn, "__self__") else "bound", Functions(fn=lambda x: x + 1).fn(1))
