# Signals: what is raised, in which order, with which words, and what is left in the flags.
import decimal
from decimal import *


def attempt(work):
    try:
        print("   ", work())
    except ArithmeticError as error:
        print("   ", type(error).__name__, error, [base.__name__ for base in type(error).__mro__[1:4]])
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError) as error:
        print("   ", type(error).__name__, error)


operations = [
    lambda: Decimal(1) / 0,
    lambda: Decimal(0) / 0,
    lambda: Decimal("sNaN") + 1,
    lambda: Decimal("-sNaN12") == 1,
    lambda: Decimal("NaN") < 1,
    lambda: Decimal("NaN") != 1,
    lambda: Decimal("spam"),
    lambda: Decimal("9e999999") * 10,
    lambda: Decimal("1e-999999") / 10**30,
    lambda: Decimal("1e-999999") / 3,
    lambda: Decimal(10) // Decimal("1e-40"),
    lambda: divmod(Decimal(3), 0),
    lambda: Decimal(-1).sqrt(),
    lambda: Decimal(0).ln(),
    lambda: Decimal("Infinity") - Decimal("Infinity"),
    lambda: Decimal(1).quantize(Decimal("1e-50")),
    lambda: Decimal(1.5),
    lambda: Decimal(1) < 1.5,
    lambda: Decimal(1) == 1.5,
    lambda: Decimal("1" * 40) + 0,
]
for traps in ([], [InvalidOperation, DivisionByZero, Overflow], [Underflow, Subnormal], [Inexact], [Rounded, Clamped], [FloatOperation]):
    print([trap.__name__ for trap in traps])
    for operation in operations:
        with localcontext(Context(traps=traps)) as context:
            attempt(operation)
            print("        ", [signal.__name__ for signal in context.flags if context.flags[signal]])

context = getcontext()
for wrong in (
    lambda: Context(prec=0),
    lambda: Context(prec="x"),
    lambda: Context(rounding="up"),
    lambda: Context(Emin=1),
    lambda: Context(Emax=10**30),
    lambda: Context(capitals=2),
    lambda: Context(clamp=-1),
    lambda: Context(traps=[ValueError]),
    lambda: Context(flags={}),
    lambda: setcontext(3),
    lambda: localcontext(3),
    lambda: context.flags["Inexact"],
    lambda: context.flags.__delitem__(Inexact),
    lambda: delattr(context, "prec"),
    lambda: setattr(context, "precision", 3),
    lambda: context.add(1, "2"),
    lambda: context.create_decimal(None),
    lambda: Decimal(1).compare("x"),
    lambda: Decimal(1).sqrt(context=3),
    lambda: Decimal(1) + 1.0,
    lambda: Decimal([1, 2]),
    lambda: Decimal((0, (1, 10), 2)),
    lambda: Decimal((2, (1,), 2)),
    lambda: Decimal((0, (1,), "x")),
    lambda: Decimal.from_float("1"),
    lambda: Decimal.from_number("1"),
    lambda: hash(Decimal("sNaN")),
    lambda: int(Decimal("NaN")),
    lambda: int(Decimal("-Infinity")),
    lambda: float(Decimal("sNaN")),
    lambda: Decimal("NaN").as_integer_ratio(),
    lambda: round(Decimal(1), "x"),
    lambda: format(Decimal(1), "q"),
    lambda: Decimal(1).__format__(3),
    lambda: decimal.IEEEContext(33),
    lambda: type(localcontext())(),
):
    attempt(wrong)
print(context.flags == context.flags.copy(), len(context.traps), repr(Context(flags=[Inexact], traps=[])))
