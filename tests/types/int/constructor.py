print(int(), int("12"), int(" -7 "), int("+5"), int(3.9), int(-3.9), int(True), int("1_000"))
print(int("ff", 16), int("0xff", 16), int("0b101", 0), int("z", 36), int("0o17", 0), int("10", 2), int("-0x1F", 0), int(b"42"), int(bytearray(b"7")))
print(int("٣"), int("1" * 40), int("-" + "9" * 30))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: int("x"))
attempt(lambda: int(""))
attempt(lambda: int("1 2"))
attempt(lambda: int("0x1"))
attempt(lambda: int("08", 0))
attempt(lambda: int("2", 2))
attempt(lambda: int("1", 1))
attempt(lambda: int("1", 37))
attempt(lambda: int(5, 10))
attempt(lambda: int("1__0"))
attempt(lambda: int("_1"))
attempt(lambda: int(None))
attempt(lambda: int(float("inf")))
attempt(lambda: int(float("nan")))
attempt(lambda: int(1e20))
attempt(lambda: int("\0"))
attempt(lambda: int(b"x"))
attempt(lambda: int(1j))

# output:
# 0 12 -7 5 3 -3 1 1000
# 255 255 5 35 15 2 -31 42 7
# 3 1111111111111111111111111111111111111111 -999999999999999999999999999999
# ValueError: invalid literal for int() with base 10: 'x'
# ValueError: invalid literal for int() with base 10: ''
# ValueError: invalid literal for int() with base 10: '1 2'
# ValueError: invalid literal for int() with base 10: '0x1'
# ValueError: invalid literal for int() with base 0: '08'
# ValueError: invalid literal for int() with base 2: '2'
# ValueError: int() base must be >= 2 and <= 36, or 0
# ValueError: int() base must be >= 2 and <= 36, or 0
# TypeError: int() can't convert non-string with explicit base
# ValueError: invalid literal for int() with base 10: '1__0'
# ValueError: invalid literal for int() with base 10: '_1'
# TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
# OverflowError: cannot convert float infinity to integer
# ValueError: cannot convert float NaN to integer
# 100000000000000000000
# ValueError: invalid literal for int() with base 10: '\x00'
# ValueError: invalid literal for int() with base 10: b'x'
# TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
