from decimal import Decimal as D, getcontext, localcontext, ROUND_HALF_UP, ROUND_DOWN, InvalidOperation, DivisionByZero, Context, Inexact
print(D("0.1") + D("0.2"), D("1.10") + D("2.20"), D(1) / D(3), D("1E+3"), D("-0"), D(5) // D(2), D(-7) % D(3), D(2) ** D("0.5"), D(2).sqrt(), D("NaN"), D("Infinity") * -1, D(10) ** 30)
print(D("3.14159").quantize(D("0.01")), D("2.675").quantize(D("0.01"), ROUND_HALF_UP), D("2.5").to_integral_value(), round(D("2.675"), 2), round(D("2.5")), int(D("9.9")), float(D("0.1")), str(D("1.0") * 2), D("1.500").normalize(), D("123.456").as_tuple(), D("0.00001"), D("1e-7"), D(0.1))
print(f"{D('1234567.891'):,.2f} {D('0.5'):%} {D('1.23'):>10} {D('1e5'):g}", D("1.0") == D("1"), hash(D("1.0")) == hash(1), D("0.5") == 0.5, D(1) < 1.5, sorted([D(3), D("1.5"), 2]), D("10").log10(), D(1).exp(), D("7").adjusted(), D("1").compare(D("2")), max(D(1), D(2)), D("1.2").is_signed(), D(255).to_eng_string(), D("12.30").to_integral_exact())
with localcontext() as ctx:
    ctx.prec = 5; print(D(1) / D(7), D("123456789") + 0, bool(ctx.flags[Inexact]))
print(getcontext().prec, D(1) / D(7), Context(prec=3, rounding=ROUND_DOWN).divide(D(2), D(3)))
for f in (lambda: D(1) / D(0), lambda: D("x"), lambda: D(0) / D(0), lambda: D("sNaN") + 1, lambda: D(1) + 1.5, lambda: D("1e999999") ** 10, lambda: D(-1).sqrt(), lambda: D([1]), lambda: D("1").quantize(D("1e-50")), lambda: int(D("NaN")), lambda: D("NaN") < 1):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__)

# output:
# 0.3 3.30 0.3333333333333333333333333333 1E+3 -0 2 -1 1.414213562373095048801688724 1.414213562373095048801688724 NaN -Infinity 1.000000000000000000000000000E+30
# 3.14 2.68 2 2.68 2 9 0.1 2.0 1.5 DecimalTuple(sign=0, digits=(1, 2, 3, 4, 5, 6), exponent=-3) 0.00001 1E-7 0.1000000000000000055511151231257827021181583404541015625
# 1,234,567.89 50%       1.23 1e+5 True True True True [Decimal('1.5'), 2, Decimal('3')] 1 2.718281828459045235360287471 0 -1 2 False 255 12
# 0.14286 1.2346E+8 True
# 28 0.1428571428571428571428571429 0.666
# DivisionByZero
# InvalidOperation
# InvalidOperation
# InvalidOperation
# TypeError
# Overflow
# InvalidOperation
# ValueError
# InvalidOperation
# ValueError
# InvalidOperation
