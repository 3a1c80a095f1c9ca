# Decimals and the other numbers: equality, hashes, conversions, pickles, subclasses.
import copy
import math
import numbers
import pickle
from decimal import *
from fractions import Fraction

for text in ("0", "-0.0", "1", "1.0", "1e3", "0.5", "-2.25", "1234567890123456789012345", "1e-20", "1e20", "0.1"):
    value = Decimal(text)
    same = Fraction(text)
    print(text, value == same, hash(value) == hash(same), value.as_integer_ratio(), value.as_tuple(), float(value), int(value))
    print("   ", math.floor(value), math.ceil(value), math.trunc(value), round(value), round(value, 1), complex(value), bool(value))
print(hash(Decimal("Infinity")) == hash(math.inf), Decimal("NaN") == Decimal("NaN"), Decimal(2) == 2.0, Decimal("0.1") == 0.1)
print(Decimal("0.1") < Fraction(1, 3), Fraction(1, 3) < Decimal("0.34"), Decimal(3) == 3 + 0j, 5 > Decimal("4.9"), 10**30 == Decimal("1e30"))
for value in (0.1, -0.0, 5e-324, 1.7976931348623157e308, math.inf, 2**70, True):
    print(Decimal(value), Decimal.from_float(value), Decimal.from_number(value))
print(Decimal("  1_000.50\n"), Decimal("٣.١٤"), Decimal("\u20033\u2003"), Decimal("+.5E-3"), Decimal("5."), Decimal("-nan007"))
print(Decimal((1, (1, 2, 3), -1)), Decimal([0, [], "F"]), Decimal((0, (4, 5), "n")), Decimal((0, (), 3)))
print(isinstance(Decimal(1), numbers.Number), isinstance(Decimal(1), numbers.Real))


class Money(Decimal):
    __slots__ = ("currency",)

    def __new__(cls, value, currency="EUR"):
        self = super().__new__(cls, value)
        self.currency = currency
        return self


price = Money("9.99", "USD")
print(price, price.currency, type(price + 1).__name__, type(+price).__name__, repr(price), type(Money.from_float(0.5)).__name__)
for value in (Decimal("-1.50"), Decimal("sNaN12"), Decimal("1e-400")):
    print(pickle.loads(pickle.dumps(value)).compare_total(value), copy.copy(value) is value, copy.deepcopy(value) is value)

huge = Decimal("7" * 5000)
print(int(huge) % 1000007, Decimal(int(huge)) == huge, len(str(huge * huge)))
getcontext().prec = 12000
print(str(huge * huge)[:30], str(huge * huge)[-30:], huge.adjusted(), (huge + 1).sqrt().adjusted(), str((huge / 7).sqrt())[:40])
print(sum(map(int, str(1 / Decimal(7**20))[2:].partition('E')[0].replace('.', ''))))
