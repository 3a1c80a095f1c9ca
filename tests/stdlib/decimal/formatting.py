# format() of decimals, and their texts.
from decimal import *

numbers = ["0", "-0", "1", "-1.5", "1234567.891", "0.000001234", "1E+10", "-1.23E-20", "9.995", "0E+5", "-0.4", "NaN", "-Infinity"]
specs = ["", "f", ".2f", "e", ".3e", "g", ".3g", "%", ".1%", ",", ",.2f", "012,.1f", ">15", "<15", "^15", "=+15", "*^15.2f", "+", " ",
         "z.0f", "z.1f", "G", "E", "n", "010", "_<12", "015,", "#.3f", "#", "_.2f"]
for number in numbers:
    value = Decimal(number)
    print(number, str(value), repr(value), value.to_eng_string(), sep=" | ")
    for spec in specs:
        try:
            print("   ", spec, "|" + format(value, spec) + "|")
        except ValueError as error:
            print("   ", spec, error)
print(f"{Decimal('3.14159'):.2f} {Decimal(10):>5}", "%s %.3f" % (Decimal("2.50"), Decimal("2.0005")), "{:,}".format(Decimal("-1234567.5")))
with localcontext(rounding=ROUND_UP, capitals=0):
    print(format(Decimal("1.001"), ".2f"), str(Decimal("1e50")), format(Decimal("1e50"), ""), Decimal("1e50").to_eng_string())
for wrong in ("x", "5.", "<<<", "08,n", "05d", ".f"):
    try:
        print(format(Decimal(1), wrong))
    except ValueError as error:
        print(wrong, error)
for exponent in range(-9, 4):
    value = Decimal((0, (1, 2, 3), exponent))
    print(value, value.to_eng_string(), Decimal((0, (0,), exponent)), Decimal((0, (0,), exponent)).to_eng_string())
