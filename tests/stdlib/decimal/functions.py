# Square roots, exponentials, logarithms and powers, to the last digit.
from decimal import *

samples = ["2", "0.5", "10", "1.0000001", "0.99999999999", "123456789.987654321", "1e-30", "3e25", "1.25", "7"]
for precision in (1, 5, 9, 16, 28, 50, 120):
    context = Context(prec=precision)
    for text in samples:
        x = Decimal(text)
        print(precision, text, context.sqrt(x), context.ln(x), context.log10(x))
        if x < 1000:
            print("   ", context.exp(x), context.exp(-x))

context = Context(prec=20, traps=[])
for base in ("2", "-2", "0.3", "1.01", "1", "-1.000", "0", "Infinity", "9.999"):
    for exponent in ("0", "1", "-1", "0.5", "3", "100", "-7", "1E+3", "2.5", "-Infinity", "1e-9", "123456789012345678901234567890"):
        context.clear_flags()
        result = context.power(Decimal(base), Decimal(exponent))
        print(base, "**", exponent, "=", result, [signal.__name__ for signal, on in context.flags.items() if on])

print(pow(Decimal(7), 10**20, 1000007), pow(Decimal("-3"), 3, 10), pow(Decimal("2E+3"), Decimal("1E+2"), 97))
print(Decimal(2).sqrt(Context(prec=40, rounding=ROUND_UP)), Decimal("152399025").sqrt(), Decimal("1E-7").sqrt())
for context in (Context(prec=3, Emin=-5, Emax=5, traps=[]), Context(prec=3, Emin=-5, Emax=5, traps=[], clamp=1)):
    for x in ("12.5", "-12.5", "-16", "-17", "11", "1e-20", "1e30", "-1e30"):
        context.clear_flags()
        print(x, context.exp(Decimal(x)), [signal.__name__ for signal, on in context.flags.items() if on])
