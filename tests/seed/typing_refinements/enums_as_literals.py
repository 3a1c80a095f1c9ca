"""Enums beside Literal: exhaustive matching, flags, string enums, members with behaviour."""
import enum
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto, member, nonmember, verify, UNIQUE, CONTINUOUS


class Env(StrEnum):
    DEV = auto()
    PROD = auto()

    @classmethod
    def _missing_(cls, value):
        return cls.DEV if value == "development" else None


print(Env.DEV, repr(Env.PROD), Env("prod"), Env("development"), Env.DEV == "dev", f"{Env.DEV:>5}", "-".join(Env), {Env.DEV: 1}["dev"])


class Planet(Enum):
    MERCURY = (3.303e23, 2.4397e6)
    EARTH = (5.976e24, 6.37814e6)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def gravity(self): return round(6.67430e-11 * self.mass / self.radius ** 2, 2)


print([(p.name, p.gravity) for p in Planet], Planet((5.976e24, 6.37814e6)) is Planet.EARTH, Planet.EARTH.value)


class Op(Enum):
    ADD = member(lambda a, b: a + b)
    MUL = member(lambda a, b: a * b)
    NOT_A_MEMBER = nonmember(5)
    def __call__(self, *a): return self.value(*a)


print(Op.ADD(2, 3), Op.MUL(2, 3), list(Op.__members__), Op.NOT_A_MEMBER)


class Perm(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


p = Perm.R | Perm.X
print(p, repr(p), p.value, Perm.R in p, list(p), ~p, p ^ Perm.R, bool(Perm(0)), Perm.RW, list(Perm), len(p), Perm(5) is p, p.name)
print(Perm["RW"], Perm.R | Perm.W is Perm.RW, Perm.RW & Perm.R, list(Perm.__members__))


class Mask(IntFlag):
    A = 1
    B = 4


print(Mask.A | 8, repr(Mask(13)), Mask.A + 1, Mask.A | Mask.B == 5, ~Mask.A)


class Level(IntEnum):
    LOW = 1
    HIGH = 10


print(Level.LOW < Level.HIGH, sorted([Level.HIGH, 5, Level.LOW]), Level.HIGH * 2, f"{Level.LOW} {Level.LOW!r} {Level.LOW:03d}", Level(10), int(Level.HIGH), [0, 1][Level.LOW])


def handle(e):
    match e:
        case Env.DEV: return "dev"
        case Env.PROD: return "prod"
        case Level.LOW | Level.HIGH: return f"level {int(e)}"
        case Perm(): return "perm"
        case _: return "?"


print([handle(x) for x in (Env.DEV, "prod", Level.HIGH, 10, Perm.R, None)])
for bad in (lambda: Env("nope"), lambda: Env["nope"], lambda: setattr(Env, "DEV", 1), lambda: Env.DEV.PROD.__class__("x"), lambda: type("Sub", (Env,), {}), lambda: Env(), lambda: Perm(99), lambda: setattr(Env.DEV, "value", 2), lambda: Env.DEV < 5, lambda: Planet.EARTH < Planet.MERCURY, lambda: delattr(Env, "DEV"), lambda: Enum("E", "A A")):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
Animal = Enum("Animal", "CAT DOG", start=5)
print(list(Animal), Animal.CAT.value, Enum("X", {"a": 1}).a, Animal.__qualname__)
for check, body in ((UNIQUE, {"A": 1, "B": 1}), (CONTINUOUS, {"A": 1, "B": 3})):
    try:
        verify(check)(IntEnum("V", body))
    except ValueError as e:
        print(e)


class Base(Enum):
    def hello(self): return f"hi {self.name}"
    @staticmethod
    def _generate_next_value_(name, start, count, last): return name.lower() * 2


class Derived(Base):
    ONE = auto()
    TWO = auto()


print(Derived.ONE.value, Derived.TWO.hello(), Derived.ONE in Derived, "oneone" in Derived, len(Derived), hash(Derived.ONE) == hash("ONE"), Derived.__doc__, list(reversed(Derived)))
import copy, pickle
print(copy.deepcopy(Derived.ONE) is Derived.ONE, pickle.loads(pickle.dumps(Level.LOW)) is Level.LOW, enum.Enum.__class__.__name__, type(Derived).__name__)
