"""The handler of the question, grown into a router over many shapes of input."""
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    CREATED = "created"
    DELETED = "deleted"


@dataclass
class Event:
    kind: Kind
    id: int
    meta: dict


def handle(event):
    match event:
        case {"type": "created", "id": id}:
            return f"created {id}"
        case {"type": "deleted", "id": id}:
            return f"deleted {id}"
        case {"type": "batch", "events": [first, *rest]}:
            return f"batch of {1 + len(rest)}: {handle(first)}" + "".join(f", {handle(e)}" for e in rest)
        case {"type": "batch", "events": []}:
            return "empty batch"
        case {"type": str(other), **extra} if extra:
            return f"unknown {other} with {sorted(extra)}"
        case {"type": ("ping" | "pong") as word}:
            return word.upper()
        case Event(Kind.CREATED, id=int(n), meta={"by": user}):
            return f"object created {n} by {user}"
        case Event(kind, int(n)) if n < 0:
            return f"negative {kind.name}"
        case Event(meta={}):
            return "event, whatever its meta"
        case ["move", (int() | float()) as x, (int() | float()) as y]:
            return f"move by {x + y}"
        case ["say", *words]:
            return " ".join(map(str, words))
        case [["nested", [[deep]]], _]:
            return f"deep {deep}"
        case str() | bytes() as text:
            return f"text of {len(text)}"
        case bool(b):
            return f"bool {b}"
        case 0 | 1 | 2:
            return "small"
        case int(n) if n > 1000:
            return "big"
        case float() as f if f != f:
            return "nan"
        case None:
            return "nothing"
        case _:
            return "ignored"


for event in (
    {"type": "created", "id": 1}, {"type": "deleted", "id": 2, "extra": True}, {"type": "created"},
    {"type": "batch", "events": [{"type": "created", "id": 3}, {"type": "ping"}, 5]}, {"type": "batch", "events": []},
    {"type": "batch", "events": "not a list"}, {"type": "what", "x": 1}, {"type": "pong"}, {"type": 5}, {},
    Event(Kind.CREATED, 7, {"by": "ann", "at": 1}), Event(Kind.CREATED, "7", {"by": "ann"}), Event(Kind.DELETED, -1, {}), Event(Kind.DELETED, 1, {}), Event(Kind.DELETED, 1, None),
    ["move", 1, 2.5], ("move", 1, 2), ["move", 1], ["say"], ["say", "hi", 2], [["nested", [[42]]], None],
    "text", b"bytes", "", True, False, 0, 1.0, 2, 3, 1001, float("nan"), 1.5, None, [], object,
):
    print(f"{str(event)[:60]:60} -> {handle(event)}")
