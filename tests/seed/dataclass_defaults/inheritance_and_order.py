"""Field order through inheritance, overriding defaults, KW_ONLY and InitVar."""
from dataclasses import KW_ONLY, InitVar, dataclass, field, fields
from typing import ClassVar
import inspect


@dataclass
class Base:
    a: int
    b: int = 2


@dataclass
class Mid(Base):
    c: list = field(default_factory=list)
    a: str = "changed type, same place"


@dataclass
class Leaf(Mid):
    d: int = 4
    b: int = 20
    total: ClassVar[int] = 99


print(inspect.signature(Leaf), Leaf(), [f.name for f in fields(Leaf)], Leaf.total)
try:
    @dataclass
    class Bad(Base):
        c: int
except TypeError as e:
    print(e)


@dataclass
class KW(Base):
    _: KW_ONLY
    c: int
    d: int = 5


print(inspect.signature(KW), KW(1, c=3), KW.__match_args__)
try:
    KW(1, 2, 3)
except TypeError as e:
    print(e)


@dataclass(kw_only=True)
class AllKW:
    x: int = 1
    y: int
    z: int = field(kw_only=False)


print(inspect.signature(AllKW), AllKW(3, y=2))


@dataclass
class Scaled:
    value: float
    scale: InitVar[float] = 2.0
    log: InitVar[list | None] = None
    scaled: float = field(init=False)

    def __post_init__(self, scale, log):
        self.scaled = self.value * scale
        if log is not None:
            log.append((self.value, scale))


log = []
print(Scaled(1.5), Scaled(2, 10, log), log, [f.name for f in fields(Scaled)], Scaled.scale)


class Mixin:
    extra = "mixin"
    def describe(self): return f"{type(self).__name__}:{self.extra}"


@dataclass
class WithMixin(Mixin, Base):
    extra: str = "own"


print(WithMixin(1), WithMixin(1, extra="e").describe())


@dataclass
class Node:
    value: int
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = field(default=None, repr=False, compare=False)

    def add(self, value):
        self.children.append(Node(value, parent=self))
        return self.children[-1]


root = Node(1)
root.add(2).add(3)
print(root, root.children[0].parent is root)
root.children.append(root)
print(root)


@dataclass
class Super:
    x: int = 0
    def __post_init__(self): print("  Super post", self.x)


@dataclass
class SubPost(Super):
    y: int = 0
    def __post_init__(self):
        super().__post_init__()
        print("  Sub post", self.x, self.y)


SubPost(1, 2)


@dataclass
class CustomInit:
    x: int
    def __init__(self, text): self.x = int(text)
    def __repr__(self): return f"<{self.x}>"
    def __eq__(self, o): return "custom eq"


print(CustomInit("7"), CustomInit("1") == 5)
