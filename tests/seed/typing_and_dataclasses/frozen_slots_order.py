"""What each flag of @dataclass generates, and how it fails."""
from dataclasses import FrozenInstanceError, asdict, dataclass, field, is_dataclass
from typing import Protocol


class Cache(Protocol):
    def get(self, key: str) -> str | None: ...
    def set(self, key: str, value: str, ttl: int | None = None) -> None: ...


@dataclass(slots=True, frozen=True)
class Settings:
    db_url: str
    debug: bool = False


class Memory:
    def __init__(self): self.d = {}
    def get(self, key): return self.d.get(key)
    def set(self, key, value, ttl=None): self.d[key] = value


def warm(cache: Cache, s: Settings) -> str | None:
    cache.set("url", s.db_url)
    return cache.get("url")


s = Settings("sqlite://")
print(warm(Memory(), s), s, hash(s) == hash(Settings("sqlite://")), {s: 1}[Settings("sqlite://", False)], Settings.__slots__, hasattr(s, "__dict__"))
for f in (lambda: setattr(s, "debug", True), lambda: delattr(s, "debug"), lambda: setattr(s, "new", 1), lambda: s.nope):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
object.__setattr__(s, "debug", "forced")
print(s, issubclass(FrozenInstanceError, AttributeError))


@dataclass(order=True)
class V:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


print(V(1, 2) < V(1, 3), V(2) >= V(1, 9), V(1, 1, "x") == V(1, 1, "y"), sorted([V(2), V(1, 5), V(1)]), max(V(1), V(3)))
for f in (lambda: V(1) < 5, lambda: V(1) == 5, lambda: hash(V(1))):
    try:
        print(f())
    except TypeError as e:
        print(e)
flags = {}
for eq in (True, False):
    for frozen in (True, False):
        for unsafe in (True, False):
            try:
                C = dataclass(eq=eq, frozen=frozen, unsafe_hash=unsafe)(type("C", (), {"__annotations__": {"x": int}}))
                kind = "None" if C.__hash__ is None else "object's" if C.__hash__ is object.__hash__ else "generated"
                flags[eq, frozen, unsafe] = kind
            except TypeError as e:
                flags[eq, frozen, unsafe] = str(e)
print(flags)
for kw, body in (({"order": True}, {"__lt__": lambda s, o: True}), ({"frozen": True}, {"__setattr__": lambda *a: None}), ({"unsafe_hash": True}, {"__hash__": lambda s: 1}), ({"order": True, "eq": False}, {}), ({"slots": True}, {"__slots__": ("x",)}), ({"weakref_slot": True}, {})):
    try:
        dataclass(**kw)(type("C", (), {"__annotations__": {"x": int}, **body}))
        print(kw, "fine")
    except (TypeError, ValueError) as e:
        print(kw, type(e).__name__, e)


@dataclass(frozen=True)
class FBase:
    a: int


for frozen in (True, False):
    try:
        dataclass(frozen=frozen)(type("Sub", (FBase,), {"__annotations__": {"b": int}}))
        print("frozen", frozen, "inherits")
    except TypeError as e:
        print(e)


@dataclass(repr=False, eq=False, init=False)
class Bare:
    x: int = 1


print(Bare.__eq__ is object.__eq__, Bare.__init__ is object.__init__, Bare().x, is_dataclass(Bare), is_dataclass(Bare()), is_dataclass(int), Bare.__match_args__)


@dataclass(slots=True)
class SlotBase:
    x: int = 1
    def who(self): return __class__.__name__, super().__repr__ is not None


@dataclass(slots=True, weakref_slot=True)
class SlotSub(SlotBase):
    y: list = field(default_factory=list)


import weakref
o = SlotSub(2)
print(o, SlotSub.__slots__, o.who(), weakref.ref(o)() is o, asdict(o), SlotBase.x.__class__.__name__)
import pickle, copy
print(pickle.loads(pickle.dumps(s)), copy.copy(s) == s, pickle.loads(pickle.dumps(o)))
