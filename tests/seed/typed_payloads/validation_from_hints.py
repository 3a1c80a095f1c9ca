"""A validator that reads annotations: nested TypedDicts, unions, literals, optional keys, generic containers."""
import types
from typing import Annotated, Any, Literal, NotRequired, Required, TypedDict, Union, get_args, get_origin, get_type_hints, is_typeddict


class Address(TypedDict):
    street: str
    zip: Annotated[str, lambda z: z.isdigit() and len(z) == 5]


class Person(TypedDict, total=False):
    name: Required[str]
    age: int | None
    role: Literal["admin", "user"]
    tags: list[str]
    scores: dict[str, float]
    address: Address
    pair: tuple[int, str]
    many: tuple[int, ...]
    anything: Any


def check(value, hint, path="$"):
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return
    if origin in (NotRequired, Required):
        yield from check(value, args[0], path)
    elif origin is Annotated:
        problems = list(check(value, args[0], path))
        yield from problems
        if not problems:
            yield from (f"{path}: {value!r} fails its rule" for rule in args[1:] if callable(rule) and not rule(value))
    elif origin is Literal:
        if value not in args:
            yield f"{path}: {value!r} is none of {args}"
    elif origin in (Union, types.UnionType):
        if all(list(check(value, option, path)) for option in args):
            yield f"{path}: {value!r} fits no option of {' | '.join(getattr(a, '__name__', str(a)) for a in args)}"
    elif origin is list:
        if not isinstance(value, list):
            yield f"{path}: expected a list"
        else:
            for i, item in enumerate(value):
                yield from check(item, args[0], f"{path}[{i}]")
    elif origin is dict:
        for k, v in value.items():
            yield from check(k, args[0], f"{path}<{k!r}>")
            yield from check(v, args[1], f"{path}[{k!r}]")
    elif origin is tuple:
        if args[-1:] == (...,):
            args = args[:1] * len(value)
        if len(args) != len(value):
            yield f"{path}: expected {len(args)} items, got {len(value)}"
        for i, (item, arg) in enumerate(zip(value, args)):
            yield from check(item, arg, f"{path}[{i}]")
    elif is_typeddict(hint):
        hints = get_type_hints(hint, include_extras=True)
        for key in sorted(hint.__required_keys__ - value.keys()):
            yield f"{path}: {key} is missing"
        for key in value:
            if key in hints:
                yield from check(value[key], hints[key], f"{path}.{key}")
            else:
                yield f"{path}: {key} is unknown"
    elif hint is None or hint is type(None):
        if value is not None:
            yield f"{path}: expected None"
    elif hint is float:
        if not isinstance(value, (int, float)):
            yield f"{path}: expected a number"
    elif not isinstance(value, hint) or (isinstance(value, bool) and hint is int):
        yield f"{path}: expected {hint.__name__}, got {type(value).__name__}"


good = Person(name="Ann", age=None, role="admin", tags=["a"], scores={"x": 1}, address={"street": "s", "zip": "12345"}, pair=(1, "a"), many=(1, 2, 3), anything=object)
print(list(check(good, Person)))
for bad in (
    {}, {"name": 5}, {"name": "n", "age": "old"}, {"name": "n", "age": True}, {"name": "n", "role": "root"}, {"name": "n", "tags": ["a", 1, "b", None]},
    {"name": "n", "tags": "abc"}, {"name": "n", "scores": {"a": 1, 2: "x"}}, {"name": "n", "address": {"zip": "1234"}}, {"name": "n", "address": {"street": 1, "zip": "abcde"}},
    {"name": "n", "pair": (1,)}, {"name": "n", "pair": ("a", 1)}, {"name": "n", "many": (1, "2")}, {"name": "n", "extra": 1},
):
    print(bad, "->", list(check(bad, Person)))
for value, hint in ((1, int), (True, int), (1, float), ([1, ["x"]], list[int | list[str]]), ([1, ["x", 2]], list[int | list[str]]), (None, None), ({"a": [(1,)]}, dict[str, list[tuple[int, ...]]])):
    print(value, hint, list(check(value, hint)))
