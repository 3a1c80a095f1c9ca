from dataclasses import dataclass


@dataclass
class P:
    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Q:
    x: int


def bench(loops):
    for i in range(loops):
        P(i) == P(i, 1)
        hash(Q(i))
