"""The methods that @dataclass writes: their signatures, their equality rules, their repr."""
import inspect
from dataclasses import dataclass, field
from typing import Any, get_type_hints


@dataclass
class Item:
    """An item."""
    name: str
    price: float = 0.0
    tags: list[str] = field(default_factory=list)


print(inspect.signature(Item), Item.__doc__, Item.__init__.__qualname__, Item.__repr__.__qualname__, Item.__eq__.__name__)
print(get_type_hints(Item.__init__), Item.__dataclass_params__)


@dataclass
class NoDoc:
    x: int
    y: "str" = "s"


print(NoDoc.__doc__, NoDoc.__annotations__, NoDoc.__init__.__annotations__)


@dataclass
class Sub(Item):
    pass


print(Item("a") == Sub("a"), Sub("a") == Sub("a"), Item("a") != Item("b"), Item("a").__eq__(5), Sub("a"))


class Loud:
    def __eq__(self, o):
        print("  compared")
        return True


@dataclass
class Pair:
    a: Any
    b: Any


p = Pair(Loud(), 1)
print(p == Pair(2, 1), Pair(Loud(), 1) == Pair(Loud(), 2))
nan = float("nan")
print(Pair(nan, 1) == Pair(nan, 1), (nan, 1) == (nan, 1))


@dataclass
class Rec:
    me: Any = None


r = Rec()
r.me = [r, {"k": r}]
print(r)


class Outer:
    @dataclass
    class Inner:
        x: int


print(Outer.Inner(1), Outer.Inner.__qualname__)


@dataclass
class Fancy:
    a: int = 1
    def __repr__(self): return "mine"
    def __str__(self): return "str"


print(Fancy(), repr(Fancy()), f"{Fancy()!r:>6}", [Fancy()])


@dataclass(match_args=False)
class NoMatch:
    x: int


match NoMatch(5):
    case NoMatch(x=v):
        print("keyword", v)
try:
    match NoMatch(5):
        case NoMatch(v):
            pass
except TypeError as e:
    print(e)


@dataclass
class Weird:
    self: int
    cls: int = 2
    _HAS: int = 3
    MISSING: int = 4
    builtins: int = 5


print(Weird(1), Weird(self=9).self)
for bad in ("x: int = 1; x: str = 'last wins'", "class_: int = 0"):
    ns = {"dataclass": dataclass}
    exec(f"@dataclass\nclass B:\n    {bad}", ns)
    print(ns["B"]())
print(Item.__hash__, Item.__replace__("i" and Item("i"), price=2.0), hasattr(Item, "__dataclass_fields__"), list(Item.__dataclass_fields__))
