"""TypeVars, ParamSpecs, generic classes, aliases, overloads, casts: what survives to run time."""
import typing
from typing import Any, Callable, Concatenate, Generic, Literal, Never, ParamSpec, Protocol, Self, Tuple, TypeGuard, TypeVar, TypeVarTuple, Unpack, assert_never, assert_type, cast, get_args, get_origin, get_overloads, overload, reveal_type, runtime_checkable

T = TypeVar("T")
K = TypeVar("K", bound=int)
S = TypeVar("S", str, bytes)
C = TypeVar("C", covariant=True)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
print(T, K, S, C, P, Ts, K.__bound__, S.__constraints__, T.__covariant__, P.args, P.kwargs, C.__covariant__)


class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
    def map(self, f: Callable[[T], K]) -> "Box[K]": return Box(f(self.v))


class IntBox(Box[int]): pass
class Pair(Generic[T, K]): pass
class Var(Generic[T, *Ts]): pass


b = Box[int](5)
print(type(b).__name__, b.__orig_class__, Box[int], Box[T], Box[int] == Box[int], Box[int] is Box[int], IntBox.__orig_bases__, Box.__parameters__, Pair[int, K].__parameters__, Pair[str, K][int], Var[int, str, bytes])
print(get_origin(list[int]), get_args(dict[str, list[int]]), get_args(Callable[[int, str], bool]), Callable[..., int], get_args(Callable[P, int]), Concatenate[int, P], Tuple[int, ...], tuple[()], typing.List[int], typing.Dict[str, T][int])
print(list[T][int], dict[str, T].__parameters__, (list[T] | None)[int], Literal["x"] | None, type[int], typing.Type[int])


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x


print(f(1), len(get_overloads(f)), cast(int, "not converted"), cast("anything", 5), assert_type(3, int))
try:
    assert_never("unexpected")
except AssertionError as e:
    print(e)


@runtime_checkable
class Closable(Protocol):
    def close(self) -> None: ...


class HasName(Protocol):
    name: str


class Door:
    def close(self): pass


print(isinstance(Door(), Closable), isinstance(5, Closable), issubclass(Door, Closable), Closable.__protocol_attrs__, Closable._is_protocol)
for bad in (lambda: Box[int, str], lambda: Pair[int], lambda: Closable(), lambda: isinstance(Door(), HasName), lambda: TypeVar("A", int), lambda: TypeVar("A", bound=int, covariant=True, contravariant=True), lambda: Generic[int], lambda: type("G", (Generic,), {}), lambda: Any(), lambda: isinstance(1, Any), lambda: isinstance([], list[int]), lambda: isinstance([], typing.List[int]), lambda: Callable[int], lambda: list[int].nope, lambda: TypeVar(5), lambda: Self[int], lambda: Never()):
    try:
        print(bad())
    except (TypeError, ValueError, AttributeError) as e:
        print(f"{type(e).__name__}: {e}")


class Meta(Generic[T]):
    @classmethod
    def make(cls) -> Self: return cls()
    def __class_getitem__(cls, item):
        print("  class_getitem", item)
        return super().__class_getitem__(item)


print(Meta[int].make().__class__.__name__, list[int]((1, 2)), dict[str, int](a=1), type(list[int]()).__name__)
x = list[int]
print(x.append([], 1), x.__origin__ is list, x.__name__, [*tuple[int, str].__args__], next(iter(tuple[int])), x.__doc__ == list.__doc__)
