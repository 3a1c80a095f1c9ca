"""TypedDict: a dict at run time, with annotations that tools can read."""
from typing import Annotated, NotRequired, ReadOnly, Required, TypedDict, get_type_hints, is_typeddict


class UserPayload(TypedDict):
    """A user."""
    id: int
    name: str


class Extended(UserPayload, total=False):
    email: str
    tags: Required[list[str]]
    age: NotRequired[Annotated[int, "years"]]


class Sealed(TypedDict):
    token: ReadOnly[str]


u = UserPayload(id=1, name="Ann")
print(u, type(u), u == {"id": 1, "name": "Ann"}, type(u) is dict, UserPayload({"id": 2}), UserPayload([("x", 1)]))
print(UserPayload(id="not checked at run time", extra=True))
for cls in (UserPayload, Extended, Sealed):
    print(cls.__name__, cls.__total__, sorted(cls.__required_keys__), sorted(cls.__optional_keys__), sorted(cls.__readonly_keys__), sorted(cls.__mutable_keys__), is_typeddict(cls))
print(UserPayload.__doc__, UserPayload.__bases__, Extended.__orig_bases__[0].__name__, UserPayload.__mro__)
print({k: str(v) for k, v in get_type_hints(Extended).items()})
print({k: str(v) for k, v in get_type_hints(Extended, include_extras=True).items()})
Functional = TypedDict("Functional", {"class": int, "with-dash": str})
print(Functional(**{"class": 1, "with-dash": "x"}), sorted(Functional.__annotations__))


class Box[T](TypedDict):
    item: T


print(Box[int](item=5), Box.__type_params__, Box[str].__args__)
for bad in (
    lambda: isinstance(u, UserPayload),
    lambda: issubclass(dict, UserPayload),
    lambda: type("Bad", (UserPayload, int), {}),
    lambda: UserPayload(1),
    lambda: TypedDict("X", x=int),
    lambda: TypedDict(),
):
    try:
        print(bad())
    except TypeError as e:
        print("TypeError:", e)
try:
    class Mixed(TypedDict, dict):
        x: int
except TypeError as e:
    print("TypeError:", e)
try:
    class WithMethod(TypedDict):
        x: int
        def method(self): return 1
    print(sorted(k for k in vars(WithMethod) if k == "method"))
except TypeError as e:
    print("TypeError:", e)
try:
    class Overrides(UserPayload):
        id: str
    print(Overrides.__annotations__["id"])
except TypeError as e:
    print("TypeError:", e)
