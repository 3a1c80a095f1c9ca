class B:
    def __init__(self, r): self.r = r
    def __bool__(self):
        print("bool")
        return self.r
class L:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
print(bool(B(True)), not B(False))
print(bool(L(0)), bool(L(3)))
class Both(L):
    def __bool__(self): return True
print(bool(Both(0)))
for bad in (B(1), L(-1), L("x"), L(2**70)):
    try:
        if bad: pass
    except Exception as e:
        print(type(e).__name__, e)
print([bool(x) for x in (0, 0.0, 0j, "", b"", [], (), {}, set(), range(0), None)])
print([bool(x) for x in (1, 0.1, 1j, "0", b"0", [0], (0,), {0: 0}, {0}, range(1), ...)])

# output:
# bool
# bool
# True True
# False True
# True
# bool
# TypeError __bool__ should return bool, returned int
# ValueError __len__() should return >= 0
# TypeError 'str' object cannot be interpreted as an integer
# OverflowError cannot fit 'int' into an index-sized integer
# [False, False, False, False, False, False, False, False, False, False, False]
# [True, True, True, True, True, True, True, True, True, True, True]
