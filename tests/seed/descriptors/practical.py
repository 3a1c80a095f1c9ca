"""Descriptors in use: typed fields, lazy values, class properties, methods rebuilt, weak storage, logging."""
import weakref
from functools import partial
from types import MethodType


class Typed:
    def __init__(self, kind, *, check=None, default=None):
        self.kind, self.check, self.default = kind, check, default

    def __set_name__(self, owner, name):
        self.public, self.private = name, f"_{owner.__name__}_{name}"

    def __get__(self, obj, owner=None):
        return self if obj is None else getattr(obj, self.private, self.default)

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.public}: expected {self.kind.__name__}, got {type(value).__name__}")
        if self.check and not self.check(value):
            raise ValueError(f"{self.public}: {value!r} rejected")
        setattr(obj, self.private, value)


class Person:
    name = Typed(str, check=str.strip)
    age = Typed(int, check=range(0, 150).__contains__, default=0)


p = Person()
p.name, p.age = "Ann", 30
print(p.name, p.age, vars(p), Person.age.kind.__name__, Person().age)
for attr, v in (("name", 5), ("name", "  "), ("age", "x"), ("age", 200), ("age", True)):
    try:
        setattr(p, attr, v)
        print("accepted", attr, v)
    except (TypeError, ValueError) as e:
        print(e)


class Lazy:
    """Non-data: the first access stores the value in the instance dict, which then wins."""
    def __init__(self, fn): self.fn = fn
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        print("  computing", self.name)
        return obj.__dict__.setdefault(self.name, self.fn(obj))


class Report:
    @Lazy
    def rows(self): return [1, 2, 3]
    @Lazy
    def total(self): return sum(self.rows)


r = Report()
print(r.total, r.total, r.rows, sorted(vars(r)))


class Function:
    """How a function becomes a method."""
    def __init__(self, fn): self.fn = fn
    def __call__(self, *a, **k): return self.fn(*a, **k)
    def __get__(self, obj, owner=None): return self if obj is None else MethodType(self, obj)


class ClassMethod:
    def __init__(self, fn): self.fn = fn
    def __get__(self, obj, owner=None): return partial(self.fn, owner if owner is not None else type(obj))


class StaticMethod:
    def __init__(self, fn): self.fn = fn
    def __get__(self, obj, owner=None): return self.fn


class Rebuilt:
    m = Function(lambda self, x: (type(self).__name__, x))
    c = ClassMethod(lambda cls, x: (cls.__name__, x))
    s = StaticMethod(lambda x: x)


class RebuiltSub(Rebuilt): pass


o = RebuiltSub()
print(o.m(1), o.c(2), RebuiltSub.c(3), o.s(4), Rebuilt.m(o, 5), o.m == o.m)


class WeakStore:
    """Values kept outside of the instances, and dropped with them."""
    def __init__(self): self.values = weakref.WeakKeyDictionary()
    def __get__(self, obj, owner=None): return self if obj is None else self.values.get(obj, "unset")
    def __set__(self, obj, value): self.values[obj] = value


class Thing:
    __slots__ = ("__weakref__",)
    tag = WeakStore()


x, y = Thing(), Thing()
x.tag, y.tag = "x", "y"
print(x.tag, y.tag, len(Thing.tag.values))
del x
print(len(Thing.tag.values))


class classproperty:
    def __init__(self, fn): self.fn = fn
    def __get__(self, obj, owner=None): return self.fn(owner)


class Named:
    @classproperty
    def label(cls): return cls.__name__.lower()


class NamedSub(Named): pass


print(Named.label, NamedSub().label)
NamedSub.label = "shadowed"
print(NamedSub.label, Named.label)


class Observed:
    log = []
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner=None):
        if obj is None: return self
        self.log.append(f"get {self.name}")
        return obj.__dict__[self.name]
    def __set__(self, obj, v):
        self.log.append(f"set {self.name}={v}")
        obj.__dict__[self.name] = v
    def __delete__(self, obj):
        self.log.append(f"del {self.name}")
        del obj.__dict__[self.name]


class Model:
    a, b = Observed(), Observed()


m = Model()
m.a = 1
m.b = m.a + 1
m.a += m.b
del m.b
print(Observed.log, m.__dict__)


class Alias:
    def __init__(self, target): self.target = target
    def __get__(self, obj, owner=None): return getattr(obj, self.target) if obj is not None else self
    def __set__(self, obj, v): setattr(obj, self.target, v)
    def __delete__(self, obj): delattr(obj, self.target)


class Car:
    colour = "red"
    color = Alias("colour")


car = Car()
car.color = "blue"
print(car.colour, car.color, vars(car))
del car.color
print(car.color)
names = []


class Rec:
    def __set_name__(self, owner, name): names.append((owner.__name__, name))


shared = Rec()


class Two:
    one = shared
    two = shared
    lst = [Rec()]


Two.late = Rec()
print(names)
try:
    class Fails:
        class X:
            def __set_name__(self, owner, name): raise RuntimeError("no name for you")
        x = X()
except RuntimeError as e:
    print(type(e).__name__, e, getattr(e, "__notes__", None))
print(int.__add__.__get__(5)(3), str.upper.__get__("abc")(), type(int.__add__).__name__, type(str.upper).__name__, type("".upper).__name__, type((5).__add__).__name__, type(int.real).__name__, type(type.__dict__["__mro__"]).__name__)
try:
    str.upper(5)
except TypeError as e:
    print(e)
try:
    str.upper()
except TypeError as e:
    print(e)
try:
    int.real.__set__(5, 1)
except AttributeError as e:
    print(e)
print(int.real.__get__(7), int.real.__name__, int.real.__objclass__, dict.__dict__["fromkeys"].__get__(None, dict)("ab"))
