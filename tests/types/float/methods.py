print((1.5).is_integer(), (2.0).is_integer(), (0.75).as_integer_ratio(), (-2.0).as_integer_ratio(), (1.5).real, (1.5).imag, (1.5).conjugate())
print((255.5).hex(), (0.1).hex(), (-0.0).hex(), float("inf").hex(), float.fromhex("0x1.8p3"), float.fromhex("-0x.1"), float.fromhex("1.0"), float.fromhex("inf"), (5e-324).hex())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: float("inf").as_integer_ratio())
attempt(lambda: float("nan").as_integer_ratio())
attempt(lambda: float.fromhex("xyz"))
attempt(lambda: float.fromhex("0x1p5000"))
attempt(lambda: float("inf").__int__())
attempt(lambda: round(float("nan")))
attempt(lambda: round(float("inf")))
attempt(lambda: 1e200 ** 2)
attempt(lambda: (-8.0) ** (1/3))
attempt(lambda: 0.0 ** -1.0)
print(float.from_number(5), float.__round__(2.5), (2.567).__round__(1), (1.5).__floor__(), (1.5).__ceil__(), (1.9).__trunc__())

# output:
# False True (3, 4) (-2, 1) 1.5 0.0 1.5
# 0x1.ff00000000000p+7 0x1.999999999999ap-4 -0x0.0p+0 inf 12.0 -0.0625 1.0 inf 0x0.0000000000001p-1022
# OverflowError: cannot convert Infinity to integer ratio
# ValueError: cannot convert NaN to integer ratio
# ValueError: invalid hexadecimal floating-point string
# OverflowError: hexadecimal value too large to represent as a float
# OverflowError: cannot convert float infinity to integer
# ValueError: cannot convert float NaN to integer
# OverflowError: cannot convert float infinity to integer
# OverflowError: (34, 'Numerical result out of range')
# (1.0000000000000002+1.7320508075688772j)
# ZeroDivisionError: zero to a negative power
# 5.0 2 2.6 1 2 1
