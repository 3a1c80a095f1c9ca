"""Decorators meeting staticmethod, classmethod, property and abstractmethod: order decides."""
from abc import ABC, abstractmethod
from functools import wraps


def loud(fn):
    @wraps(fn)
    def inner(*a, **k):
        print(f"  -> {fn.__name__}{a[1:] if a and not isinstance(a[0], (int, type)) else a}")
        return fn(*a, **k)
    return inner


class C:
    @staticmethod
    @loud
    def s(x): return x

    @loud
    @staticmethod
    def s2(x): return x

    @classmethod
    @loud
    def c(cls, x): return cls.__name__, x

    @property
    @loud
    def p(self): return "p"

    @p.setter
    @loud
    def p(self, v): self.v = v


o = C()
print(C.s(1), o.s(2), C.s2(3))
try:
    o.s2(4)
except TypeError as e:
    print(e)
print(C.c(5), o.c(6), o.p)
o.p = 7
print(o.v)


class Shape(ABC):
    @property
    @abstractmethod
    def area(self): ...
    @classmethod
    @abstractmethod
    def unit(cls): ...
    @staticmethod
    @abstractmethod
    def name(): ...
    @loud
    @abstractmethod
    def draw(self): ...


print(sorted(Shape.__abstractmethods__), Shape.draw.__isabstractmethod__, C.s.__name__)
try:
    Shape()
except TypeError as e:
    print(e)


class Sq(Shape):
    area = 4
    @classmethod
    def unit(cls): return "u"
    name = staticmethod(lambda: "sq")
    def draw(self): return "drawn"


print(Sq().area, Sq.unit(), Sq.name(), Sq().draw())


def no_wraps(fn):
    def inner(*a): return fn(*a)
    return inner


@no_wraps
def lost():
    "lost doc"


print(lost.__name__, lost.__doc__, lost.__qualname__)


def keep_state(fn):
    fn.calls = 0
    @wraps(fn)
    def inner(*a):
        fn.calls += 1
        inner.last = a
        return fn(*a)
    return inner


@keep_state
def counted(*a): return len(a)


counted(1, 2); counted()
print(counted.calls, counted.__wrapped__.calls, counted.last)
import contextlib


@contextlib.contextmanager
def tag(name):
    print(f"<{name}>")
    yield
    print(f"</{name}>")


@tag("b")
def body(x):
    print(x)
    return "ret"


print(body(1), body(2))


def gen_deco(fn):
    @wraps(fn)
    def inner(*a):
        yield "first"
        yield from fn(*a)
        yield "last"
    return inner


@gen_deco
def items(n):
    yield from range(n)


print(list(items(2)), items.__name__)


def async_deco(fn):
    @wraps(fn)
    async def inner(*a):
        return ["wrapped", await fn(*a)]
    return inner


@async_deco
async def co(x): return x


try:
    co(5).send(None)
except StopIteration as e:
    print(e.value)
