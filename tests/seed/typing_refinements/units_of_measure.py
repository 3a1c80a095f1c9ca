"""NewType and Annotated in use: ids that do not mix, units that convert, names that may not be rebound."""
from typing import Annotated, Final, Literal, NewType, TypeAlias, assert_never, get_args, get_type_hints

UserId = NewType("UserId", int)
OrderId = NewType("OrderId", int)
Unit = Literal["m", "km", "mi"]
FACTORS: Final[dict[Unit, float]] = {"m": 1.0, "km": 1000.0, "mi": 1609.344}
Metres: TypeAlias = Annotated[float, "m"]
Kilometres: TypeAlias = Annotated[float, "km"]


class Quantity:
    __slots__ = ("value", "unit")
    UNITS: Final = get_args(Unit)

    def __init__(self, value: float, unit: Unit):
        if unit not in self.UNITS:
            raise ValueError(f"{unit!r} is not one of {self.UNITS}")
        self.value, self.unit = value, unit

    def to(self, unit: Unit) -> "Quantity":
        return Quantity(self.value * FACTORS[self.unit] / FACTORS[unit], unit)

    def __add__(self, other):
        if not isinstance(other, Quantity):
            return NotImplemented
        return Quantity(self.value + other.to(self.unit).value, self.unit)

    def __eq__(self, other):
        return isinstance(other, Quantity) and abs(self.to("m").value - other.to("m").value) < 1e-9

    def __hash__(self): return hash(round(self.to("m").value, 6))

    def __format__(self, spec):
        return f"{format(self.value, spec or '.2f')} {self.unit}"

    def __repr__(self): return f"Quantity({self.value!r}, {self.unit!r})"


def annotated_units(fn):
    """Converts arguments to the unit that the annotation names."""
    hints = get_type_hints(fn, include_extras=True)
    names = fn.__code__.co_varnames[:fn.__code__.co_argcount]

    def inner(*args):
        converted = []
        for name, arg in zip(names, args):
            meta = getattr(hints.get(name), "__metadata__", ())
            converted.append(arg.to(meta[0]).value if meta and isinstance(arg, Quantity) else arg)
        result = fn(*converted)
        meta = getattr(hints.get("return"), "__metadata__", ())
        return Quantity(result, meta[0]) if meta else result
    return inner


@annotated_units
def perimeter(w: Metres, h: Metres) -> Kilometres:
    return 2 * (w + h) / 1000


print(perimeter(Quantity(1, "km"), Quantity(500, "m")), perimeter(1, 2), f"{perimeter(Quantity(1, 'mi'), 0):.4f}")
print(Quantity(1, "km") + Quantity(1, "mi"), f"{Quantity(1.5, 'km').to('m'):.0f}", Quantity(1000, "m") == Quantity(1, "km"), len({Quantity(1, "km"), Quantity(1000, "m")}))
for bad in (lambda: Quantity(1, "ft"), lambda: Quantity(1, "m") + 1, lambda: setattr(Quantity(1, "m"), "extra", 1)):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
u, o = UserId(7), OrderId(7)
print(u == o, type(u) is type(o) is int, {u: "user"}[o], UserId.__qualname__, OrderId.__name__)


def label(unit: Unit) -> str:
    match unit:
        case "m": return "metre"
        case "km": return "kilometre"
        case "mi": return "mile"
        case _: assert_never(unit)


print([label(x) for x in get_args(Unit)])
try:
    label("ft")
except AssertionError as e:
    print(e)
FACTORS["ft"] = 0.3048
print(len(FACTORS), get_type_hints(Quantity.to), get_args(Metres), Kilometres == Annotated[float, "km"])
