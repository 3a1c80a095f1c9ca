print(float(), float("1.5"), float(" -2e3 "), float("inf"), float("-Infinity"), float("nan"), float("1_0.5"), float(10), float(True), float(".5"), float("5."))
print(float(b"2.5"), float("١.٥"), float(2**60), float("1e400"), float("1e-400"), float("-0"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: float("x"))
attempt(lambda: float(""))
attempt(lambda: float("1.5.2"))
attempt(lambda: float("0x1"))
attempt(lambda: float(None))
attempt(lambda: float(10**400))
attempt(lambda: float(1j))
attempt(lambda: float("1_"))
attempt(lambda: float("infi"))

# output:
# 0.0 1.5 -2000.0 inf -inf nan 10.5 10.0 1.0 0.5 5.0
# 2.5 1.5 1.152921504606847e+18 inf 0.0 -0.0
# ValueError: could not convert string to float: 'x'
# ValueError: could not convert string to float: ''
# ValueError: could not convert string to float: '1.5.2'
# ValueError: could not convert string to float: '0x1'
# TypeError: float() argument must be a string or a real number, not 'NoneType'
# OverflowError: int too large to convert to float
# TypeError: float() argument must be a string or a real number, not 'complex'
# ValueError: could not convert string to float: '1_'
# ValueError: could not convert string to float: 'infi'
