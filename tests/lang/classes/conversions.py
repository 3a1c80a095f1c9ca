class N:
    def __int__(self): return 7
    def __float__(self): return 2.5
    def __complex__(self): return 1j
    def __index__(self): return 3
    def __round__(self, n=None): return ("round", n)
    def __trunc__(self): return 1
    def __floor__(self): return "floor"
    def __ceil__(self): return "ceil"
    def __abs__(self): return "abs"
    def __bool__(self): return False
    def __neg__(self): return "neg"
    def __pos__(self): return "pos"
    def __invert__(self): return "invert"
import math
n = N()
print(int(n), float(n), complex(n), [0, 1, 2, 3][n], round(n), round(n, 2), math.trunc(n), math.floor(n), math.ceil(n), abs(n), bool(n), -n, +n, ~n)
print(bin(n), hex(n), range(n), "ab" * n, "abcdef"[n:])
class Bad:
    def __int__(self): return "x"
    def __float__(self): return 1
    def __index__(self): return 1.5
    def __complex__(self): return 1
for f in (int, float, complex, bin, lambda b: [1][b], range):
    try:
        f(Bad())
    except TypeError as e:
        print(e)

# output:
# 7 2.5 1j 3 ('round', None) ('round', 2) 1 floor ceil abs False neg pos invert
# 0b11 0x3 range(0, 3) ababab def
# __int__ returned non-int (type str)
# Bad.__float__ returned non-float (type int)
# __complex__ returned non-complex (type int)
# __index__ returned non-int (type float)
# __index__ returned non-int (type float)
# __index__ returned non-int (type float)
