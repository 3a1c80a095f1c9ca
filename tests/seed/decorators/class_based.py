"""Decorators that are objects: they need __get__ to work on methods."""
from functools import update_wrapper, partial
from types import MethodType


class CountCalls:
    def __init__(self, fn):
        update_wrapper(self, fn)
        self.fn, self.count = fn, 0

    def __call__(self, *args, **kw):
        self.count += 1
        return self.fn(*args, **kw)


class CountMethod(CountCalls):
    def __get__(self, obj, owner=None):
        return self if obj is None else MethodType(self, obj)

    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.owner = owner.__name__


@CountCalls
def greet(name):
    """Say hello."""
    return f"hello {name}"


print(greet("a"), greet("b"), greet.count, greet.__name__, greet.__doc__, greet.__wrapped__("c"))


class Broken:
    @CountCalls
    def m(self, x): return x


try:
    Broken().m(1)
except TypeError as e:
    print(e)


class Works:
    @CountMethod
    def m(self, x): return self.tag, x
    tag = "works"


w = Works()
print(w.m(1), Works().m(2), Works.m.count, Works.m.owner, w.m.__self__ is w, w.m.__name__, Works.m(w, 3))
bound = w.m
Works.tag = "changed"
print(bound(4), w.m == w.m, w.m is w.m)


class memoize(dict):
    """A decorator that is a dict of its results."""

    def __init__(self, fn):
        self.fn = fn

    def __call__(self, *args):
        return self[args]

    def __missing__(self, args):
        result = self[args] = self.fn(*args)
        return result


@memoize
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), len(fib), fib[10,])


class cached_property:
    def __init__(self, fn):
        self.fn = fn
        self.__doc__ = fn.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        value = obj.__dict__[self.name] = self.fn(obj)
        return value


class Circle:
    def __init__(self, r): self.r = r

    @cached_property
    def area(self):
        "area of the circle"
        print("  computing")
        return 3 * self.r ** 2


c = Circle(2)
print(c.area, c.area, Circle.area.__doc__, c.__dict__)
del c.area
print(c.area)


class trace:
    """Wraps every public method of a class."""

    def __init__(self, log):
        self.log = log

    def __call__(self, cls):
        for name, fn in list(vars(cls).items()):
            if callable(fn) and not name.startswith("_"):
                setattr(cls, name, self.wrap(fn))
        return cls

    def wrap(self, fn):
        def inner(*a, **k):
            self.log.append(f"{fn.__qualname__}{a[1:]}")
            return fn(*a, **k)
        return inner


log = []


@trace(log)
class Service:
    def start(self, n): return self.stop(n) + 1
    def stop(self, n): return n
    def _hidden(self): return 0


print(Service().start(5), Service()._hidden(), log)
