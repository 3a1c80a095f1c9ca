class R:
    def __getattr__(self, name):
        raise AssertionError("specials are not looked up on the instance")
for op in "add sub mul truediv floordiv mod divmod pow lshift rshift and or xor matmul".split():
    setattr(R, f"__r{op}__", lambda self, other, *rest, op=op: (op, other))
r = R()
print(1 + r, 1 - r, 1 * r)  # expect: ('add', 1) ('sub', 1) ('mul', 1)
print(1 / r, 1 // r, 1 % r)  # expect: ('truediv', 1) ('floordiv', 1) ('mod', 1)
print(divmod(1, r), 1 ** r)  # expect: ('divmod', 1) ('pow', 1)
print(1 << r, 1 >> r, 1 & r, 1 | r, 1 ^ r, 1 @ r)  # expect: ('lshift', 1) ('rshift', 1) ('and', 1) ('or', 1) ('xor', 1) ('matmul', 1)
print("a" + r, [1] * r)  # expect: ('add', 'a') ('mul', [1])
