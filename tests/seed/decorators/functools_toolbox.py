"""lru_cache, cache, cached_property, singledispatch, wraps, partialmethod, total_ordering."""
import functools
from functools import cache, cached_property, lru_cache, partialmethod, singledispatch, singledispatchmethod, wraps

calls = []


@lru_cache(maxsize=2)
def square(x):
    calls.append(x)
    return x * x


print([square(x) for x in (1, 2, 1, 3, 2, 1)], calls, square.cache_info(), square.cache_parameters())
square.cache_clear()
print(square.cache_info(), square.__wrapped__(9))


@lru_cache(typed=True)
def kind(x): return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind.cache_info().currsize)


@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(100), fib.cache_info().hits)
try:
    square([])
except TypeError as e:
    print(e)
try:
    lru_cache("x")
except TypeError as e:
    print(e)


class Data:
    def __init__(self, xs): self.xs = xs

    @cached_property
    def total(self):
        print("  summing")
        return sum(self.xs)

    def power(self, base, exp): return base ** exp
    square = partialmethod(power, exp=2)
    two_to = partialmethod(power, 2)


d = Data([1, 2])
print(d.total, d.total, d.__dict__, d.square(5), d.two_to(8), Data.total.attrname)
d.total = 99
print(d.total)
del d.total
print(d.total)


class NoDict:
    __slots__ = ()
    @cached_property
    def x(self): return 1


try:
    NoDict().x
except TypeError as e:
    print(e)


@singledispatch
def show(x): return f"object {x}"
@show.register
def _(x: int): return f"int {x}"
@show.register(list)
@show.register(tuple)
def _(x): return f"sequence of {len(x)}"
@show.register
def _(x: float | None): return f"float or none {x}"


class Sub(int): pass


print(show("s"), show(1), show([1]), show((1, 2)), show(Sub(3)), show(True), show(None), show(2.5))
print(show.dispatch(bool) is show.dispatch(int), sorted(t.__name__ for t in show.registry))


class Fmt:
    @singledispatchmethod
    def fmt(self, x): return "default"
    @fmt.register
    def _(self, x: str): return f"str {x}"
    @fmt.register
    @classmethod
    def _(cls, x: int): return f"{cls.__name__} int {x}"


print(Fmt().fmt(None), Fmt().fmt("a"), Fmt().fmt(1))
for f in (lambda: show(), lambda: show.register(5), lambda: show.register(lambda x: x)):
    try:
        f()
    except TypeError as e:
        print(str(e).split(" at 0x")[0])


def source(a, *, b: int = 1) -> str:
    "text"
source.extra = 5


@wraps(source, assigned=("__name__",), updated=())
def partial_copy(): ...
@wraps(source)
def full_copy(): ...


print(partial_copy.__name__, partial_copy.__doc__, hasattr(partial_copy, "extra"), full_copy.__doc__, full_copy.extra, full_copy.__annotations__, full_copy.__qualname__, functools.WRAPPER_ASSIGNMENTS)
print(functools.reduce(lambda a, b: f"({a}{b})", "abcd"), functools.partial(print, "partial", sep="-").keywords)
p = functools.partial(source, functools.Placeholder, 2) if hasattr(functools, "Placeholder") else None
print(p.args[1] if p else None)
