"""The same payload as dict, TypedDict, dataclass and namedtuple: what each gives and what each costs."""
import json
from dataclasses import asdict, dataclass, field, replace
from typing import NamedTuple, TypedDict


class PDict(TypedDict):
    id: int
    tags: list[str]


@dataclass
class PData:
    id: int
    tags: list[str] = field(default_factory=list)

    def first(self): return self.tags[0] if self.tags else None


@dataclass(frozen=True, slots=True, order=True)
class PFrozen:
    id: int
    tags: tuple[str, ...] = ()


class PTuple(NamedTuple):
    id: int
    tags: tuple[str, ...] = ()


payload = json.loads('{"id": 7, "tags": ["x", "y"]}')
plain, typed = payload, PDict(**payload)
data, frozen, tup = PData(**payload), PFrozen(7, ("x", "y")), PTuple(7, ("x", "y"))
for name, p in (("dict", plain), ("TypedDict", typed), ("dataclass", data), ("frozen", frozen), ("namedtuple", tup)):
    def attempt(f):
        try:
            return f()
        except Exception as e:
            return type(e).__name__
    print(f"{name:10}", p)
    print("  attribute", attempt(lambda: p.id), "| item", attempt(lambda: p["id"]), "| index", attempt(lambda: p[0]))
    print("  len", attempt(lambda: len(p)), "| iter", attempt(lambda: list(p)), "| hash", attempt(lambda: isinstance(hash(p), int)))
    print("  typo", attempt(lambda: setattr(p, "idd", 1)), "| order", attempt(lambda: p < p), "| equal", attempt(lambda: p == type(p)(**payload) if name != "namedtuple" else p == (7, ("x", "y"))))
    print("  unpack", attempt(lambda: {**p}), "| json", attempt(lambda: json.dumps(p)))
print(asdict(data), replace(data, id=8), data.first(), tup._replace(id=9), tup._asdict(), replace(frozen, id=1) < frozen)
data2 = replace(data)
data2.tags.append("shared")
print(data.tags, asdict(data)["tags"] is data.tags)
match typed:
    case {"id": int(i), "tags": [first, *_]}:
        print("matched", i, first)
match data:
    case PData(i, [*tags]):
        print("matched", i, tags)


def load(raw: dict) -> PData:
    """The boundary: check once, then pass objects around."""
    problems = []
    for name, kind in PData.__annotations__.items():
        origin = getattr(kind, "__origin__", kind)
        if name not in raw:
            problems.append(f"missing {name}")
        elif not isinstance(raw[name], origin):
            problems.append(f"{name} should be {origin.__name__}, not {type(raw[name]).__name__}")
    problems += [f"unknown {k}" for k in raw if k not in PData.__annotations__]
    if problems:
        raise ExceptionGroup("bad payload", [ValueError(p) for p in problems])
    return PData(**raw)


print(load({"id": 1, "tags": []}))
try:
    load({"id": "1", "extra": 0})
except* ValueError as group:
    print(group.message, [str(e) for e in group.exceptions])
