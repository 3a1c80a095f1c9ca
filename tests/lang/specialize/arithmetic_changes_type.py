# One code location sees ints, then overflow, floats, strings, lists, objects, and ints again.
class V:
    def __init__(self, n): self.n = n
    def __add__(self, o): return f"V+{o}"
    def __radd__(self, o): return f"{o}+V"
    def __lt__(self, o): return "V<"
    def __mul__(self, o): return "V*"
def add(a, b): return a + b
def lt(a, b): return a < b
def mul(a, b): return a * b
pairs = [(1, 2), (2**62 - 1, 1), (2**61, 2**61), (-(2**61), -(2**61)), (1.5, 2), (1, 2.5), ("a", "b"), ([1], [2]), ((1,), (2,)), (V(1), 1), (1, V(1)), (True, True), (1j, 1), (b"a", b"b"), (3, 4)]
for _ in range(3):
    out = []
    for a, b in pairs:
        for _ in range(20): r = add(a, b)
        out.append(r)
    print(out)
for f, cases in ((lt, [(1, 2), (1.5, 1), (1, 1.5), ("a", "b"), ([1], [2]), (V(1), 2), (2**70, 1), (True, 2)]), (mul, [(3, 4), (2**40, 2**40), (1.5, 2), ("ab", 2), (2, "ab"), ([0], 2), (V(1), 2), (-1, 2**62)])):
    out = []
    for a, b in cases:
        for _ in range(20): r = f(a, b)
        out.append(r)
    print(out)
    for bad in ((None, 1), ("a", 1.5), ({}, [])):
        try:
            f(*bad)
        except TypeError as e:
            print(e)
    print(f(6, 7))
def loop():
    x = 1
    out = []
    for i in range(70):
        x = x + x
        if i % 10 == 9: out.append(x)
    return out
print(loop())
def down():
    x = -1
    for i in range(70): x = x + x
    return x
print(down())

# output:
# [3, 4611686018427387904, 4611686018427387904, -4611686018427387904, 3.5, 3.5, 'ab', [1, 2], (1, 2), 'V+1', '1+V', 2, (1+1j), b'ab', 7]
# [3, 4611686018427387904, 4611686018427387904, -4611686018427387904, 3.5, 3.5, 'ab', [1, 2], (1, 2), 'V+1', '1+V', 2, (1+1j), b'ab', 7]
# [3, 4611686018427387904, 4611686018427387904, -4611686018427387904, 3.5, 3.5, 'ab', [1, 2], (1, 2), 'V+1', '1+V', 2, (1+1j), b'ab', 7]
# [True, False, True, True, True, 'V<', False, True]
# '<' not supported between instances of 'NoneType' and 'int'
# '<' not supported between instances of 'str' and 'float'
# '<' not supported between instances of 'dict' and 'list'
# True
# [12, 1208925819614629174706176, 3.0, 'abab', 'abab', [0, 0], 'V*', -4611686018427387904]
# unsupported operand type(s) for *: 'NoneType' and 'int'
# can't multiply sequence by non-int of type 'float'
# can't multiply sequence by non-int of type 'dict'
# 42
# [1024, 1048576, 1073741824, 1099511627776, 1125899906842624, 1152921504606846976, 1180591620717411303424]
# -1180591620717411303424
