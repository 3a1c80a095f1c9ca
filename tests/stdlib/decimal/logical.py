# Operations on digits, order and neighbours, over a grid of operands.
from decimal import *

operands = [Decimal(text) for text in ("0", "1", "-1", "10", "1.0", "101", "1100", "1e2", "-0", "NaN", "Infinity", "123456", "9.99", "-7e-3")]
context = Context(prec=5, Emin=-6, Emax=6, traps=[])
one = "abs copy_abs copy_negate logb logical_invert minus next_minus next_plus normalize number_class plus to_integral_exact radix is_normal is_subnormal is_signed is_zero canonical"
two = "compare compare_signal compare_total compare_total_mag copy_sign logical_and logical_or logical_xor max max_mag min min_mag next_toward remainder_near rotate same_quantum scaleb shift"
for name in one.split():
    print(name, *(str(getattr(context, name)(*(() if name == "radix" else (x,)))) for x in operands))
for name in two.split():
    context.clear_flags()
    for x in operands:
        print(name, x, *(str(getattr(context, name)(x, y)) for y in operands))
    print([signal.__name__ for signal in context.flags if context.flags[signal]])
print(Decimal("1.20").rotate(2), Decimal(5).fma(3, Decimal("0.5")), Decimal(7).scaleb(3), Decimal("123").shift(-1), Decimal(3).same_quantum(Decimal("3.0")))
