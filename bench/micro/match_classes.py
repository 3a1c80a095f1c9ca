from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int


def kind(value):
    match value:
        case Point(x=0, y=0):
            return 0
        case Point(x, y) if x == y:
            return 1
        case {"type": "circle", "r": r}:
            return r
        case [first, *rest]:
            return first
        case str() | bytes():
            return 2
        case _:
            return 3


def bench(loops):
    values = [Point(0, 0), Point(2, 2), {"type": "circle", "r": 5}, [1, 2, 3], "text", 1.5]
    for _ in range(loops):
        for value in values:
            kind(value)
