"""default, default_factory, and the mutable default that dataclasses refuse."""
from dataclasses import MISSING, dataclass, field, fields

made = []


def factory():
    made.append(len(made))
    return made[-1]


@dataclass
class Config:
    tags: list[str] = field(default_factory=list)
    retries: int = 3
    serial: int = field(default_factory=factory)
    note: str | None = None


a, b = Config(), Config(["x"], 5)
a.tags.append("a")
print(a, b, a.tags is Config().tags, made)
print(Config(serial="given").serial, made)
print(Config.retries, hasattr(Config, "tags"), hasattr(Config, "serial"), Config.note)
for f in fields(Config):
    print(f.name, f.default is MISSING, f.default_factory is MISSING, f.init, f.repr, f.compare, f.hash, f.kw_only)
for kind in ("[]", "{}", "set()", "Weird()", "()", "frozenset()", "bytearray()", "Hashable()"):
    class Weird:
        __hash__ = None
    class Hashable:
        pass
    try:
        exec(f"@dataclass\nclass D:\n    x: object = {kind}", globals() | {"Weird": Weird, "Hashable": Hashable})
        print(kind, "accepted")
    except ValueError as e:
        print(kind, "ValueError:", str(e).replace("__main__.", ""))


def attempt(body):
    try:
        exec("@dataclass\nclass D:\n" + "".join(f"    {line}\n" for line in body), globals())
        print(body, "->", D.__init__.__annotations__)
    except (TypeError, ValueError) as e:
        print(body, "->", type(e).__name__, e)


attempt(["x: int = field(default=1, default_factory=int)"])
attempt(["x: int = 1", "y: int"])
attempt(["x: int = 1", "y: int = field(kw_only=True)"])
attempt(["x: int = field()", "y: int = field(init=False)"])
attempt(["x = field(default=1)"])
attempt(["x: int = field(5)"])
attempt(["x: int = field(default_factory=5)"])
try:
    D()
except TypeError as e:
    print(e)


@dataclass
class Computed:
    w: int
    h: int = field(default=2, repr=False, metadata={"unit": "cm"})
    area: int = field(init=False, compare=False)
    cache: dict = field(default_factory=dict, init=False, repr=False, hash=False)

    def __post_init__(self):
        self.area = self.w * self.h


c = Computed(3)
c.cache["k"] = 1
print(c, c.area, c == Computed(3), Computed(4).cache, fields(c)[1].metadata["unit"], Computed.__match_args__)
for call in (lambda: Computed(), lambda: Computed(1, 2, 3), lambda: Computed(area=5), lambda: Computed(1, w=2), lambda: Config(1, 2, 3, 4, 5)):
    try:
        call()
    except TypeError as e:
        print(e)


@dataclass
class Shared:
    """The class attribute is one object, whichever instance reads it."""
    t: tuple = ([],)


Shared().t[0].append("through a tuple")
print(Shared().t)
