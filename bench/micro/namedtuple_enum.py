from collections import namedtuple
from enum import Enum, IntFlag

Point = namedtuple("Point", "x y")


class Color(Enum):
    RED = 1
    GREEN = 2


class Mode(IntFlag):
    READ = 1
    WRITE = 2


def bench(loops):
    for i in range(loops):
        p = Point(i, 2)
        p.x; p.y; p._replace(x=1); x, y = p
        Color.RED is Color(1); Color.GREEN.name; Color["RED"]
        Mode.READ | Mode.WRITE
