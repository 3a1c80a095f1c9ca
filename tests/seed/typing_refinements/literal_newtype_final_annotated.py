"""Literal, NewType, Final and Annotated are ordinary objects at run time: equality, hashing, introspection, errors."""
from typing import Annotated, ClassVar, Final, Literal, NewType, Optional, Union, final, get_args, get_origin, get_type_hints

UserId = NewType("UserId", int)
Env = Literal["dev", "prod"]
API_VERSION: Final = "v1"
Port = Annotated[int, "tcp_port"]

print(UserId(5), type(UserId(5)), UserId.__name__, UserId.__supertype__, repr(UserId), UserId("unchecked"), callable(UserId), UserId.__module__)
AdminId = NewType("AdminId", UserId)
print(AdminId.__supertype__ is UserId, UserId | None, get_args(UserId | str))
print(Env, get_origin(Env) is Literal, get_args(Env), Literal["a", "b"] == Literal["b", "a"], hash(Literal[1, 2]) == hash(Literal[2, 1]), Literal[1] == Literal[True], Literal[0] == Literal[False])
print(Literal[1, 1, 2], Literal[Literal[1, 2], 3], Literal["a", b"a", None, True, -1], get_args(Literal[Env, "test"]))
print(Port, Port.__origin__, Port.__metadata__, get_args(Port), get_origin(Port) is Annotated, Annotated[Port, 2].__metadata__, Annotated[int, 1] == Annotated[int, 1], Annotated[int, 1] == Annotated[int, 2], Annotated[list[int], {"k": 1}].__metadata__, Port(5))
print(Final[int], ClassVar[str], Optional[int], Union[int, str, int], Union[int], get_args(Optional[int]), Union[int, Union[str, None]])


class Conf:
    port: Port = 80
    env: Env = "dev"
    MAX: Final[int] = 5
    shared: ClassVar[list[UserId]] = []
    maybe: "Optional[Conf]" = None


print(get_type_hints(Conf))
print(get_type_hints(Conf, include_extras=True))
Conf.MAX = 6
API_VERSION = "rebinding is a matter for the checker"
print(Conf.MAX, API_VERSION)


@final
class Leaf:
    @final
    def method(self): ...


class Sub(Leaf):
    pass


print(Leaf.__final__, Leaf.method.__final__, Sub.__mro__[1].__name__)


def validate(obj):
    """Metadata put to work: the reason that Annotated exists."""
    for name, hint in get_type_hints(type(obj), include_extras=True).items():
        value = getattr(obj, name)
        if get_origin(hint) is Annotated:
            base, *checks = get_args(hint)
            if not isinstance(value, base):
                yield f"{name}: {value!r} is not {base.__name__}"
                continue
            yield from (f"{name}: {value!r} fails {c.__name__}" for c in checks if callable(c) and not c(value))
        elif get_origin(hint) is Literal and value not in get_args(hint):
            yield f"{name}: {value!r} not in {get_args(hint)}"


def positive(x): return x > 0
def even(x): return x % 2 == 0


class Form:
    n: Annotated[int, positive, even, "docs"]
    mode: Literal["r", "w"]

    def __init__(self, n, mode): self.n, self.mode = n, mode


for form in (Form(4, "r"), Form(-3, "x"), Form("4", "w")):
    print(list(validate(form)))
for bad in (lambda: Annotated[int], lambda: Annotated, lambda: Literal(), lambda: Final[int, str], lambda: isinstance(1, Literal[1]), lambda: isinstance(1, Annotated[int, 1]), lambda: Optional[int, str], lambda: Union[()], lambda: ClassVar[ClassVar[int]], lambda: Final(), lambda: issubclass(int, UserId), lambda: type("X", (UserId,), {})):
    try:
        print(bad())
    except TypeError as e:
        print("TypeError:", e)
