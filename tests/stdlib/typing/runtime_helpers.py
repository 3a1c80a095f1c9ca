from typing import *
import typing, collections
print(Optional[int], Union[int, str], List[int], Dict[str, Any], Tuple[int, ...], Callable[[int], str], Literal["a", 1], ClassVar[int], Final[int], Annotated[int, "x"], Type[int], Any, NoReturn, Iterator[int], ForwardRef("X").__forward_arg__, TypeAlias, Never, Self, LiteralString)
print(get_type_hints(lambda x: x), get_origin(List[int]), get_args(Dict[str, int]), typing.get_overloads(print), is_typeddict(dict), Text, AnyStr, typing.TYPE_CHECKING, NamedTuple("N", [("a", int)])(1), TypedDict("T", {"k": int})(k=1), NewType("U", int)(5))
T = TypeVar("T"); print(List[T][int], Dict[str, T][int], Callable[[T], T][int], Union[T, int][str], Generic[T], Tuple[T, T][int])
@no_type_check
def f(x: "not a type") -> 5: ...
print(get_type_hints(f), override(f) is f, f.__override__, final(f) is f, dataclass_transform()(f).__dataclass_transform__["eq_default"], collections.abc.Callable[[int], str], cast("x", 1))
for g in (lambda: List[int, str], lambda: Optional[5], lambda: Union[1, 2], lambda: Any[int], lambda: Callable[5], lambda: get_type_hints(5), lambda: TypeVar("T", 5)):
    try:
        print(g())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# int | None int | str typing.List[int] typing.Dict[str, typing.Any] typing.Tuple[int, ...] typing.Callable[[int], str] typing.Literal['a', 1] typing.ClassVar[int] typing.Final[int] typing.Annotated[int, 'x'] typing.Type[int] typing.Any typing.NoReturn typing.Iterator[int] X typing.TypeAlias typing.Never typing.Self typing.LiteralString
# {} <class 'list'> (<class 'str'>, <class 'int'>) [] False <class 'str'> ~AnyStr False N(a=1) {'k': 1} 5
# typing.List[int] typing.Dict[str, int] typing.Callable[[int], int] str | int typing.Generic[~T] typing.Tuple[int, int]
# {} True True True True collections.abc.Callable[[int], str] 1
# TypeError Too many arguments for typing.List; actual 2, expected 1
# 5 | None
# 1 | 2
# TypeError type 'Any' is not subscriptable
# TypeError Callable must be used as Callable[[arg, ...], result].
# TypeError 5 does not have annotations
# TypeError A single constraint is not allowed
