r = range(2, 20, 3)
print(r, list(r), len(r), r[0], r[-1], r[1:3], r[::-1], 5 in r, 6 in r, r.index(8), r.count(5), r.count(6), r.start, r.stop, r.step)
print(range(5), range(0), list(range(5, 0, -2)), list(range(0, 5, -1)), range(10**20)[-1], bool(range(0)), range(3) == range(0, 3, 1), range(0, 5, 10) == range(0, 1), hash(range(0)) == hash(range(5, 5)))
print(5.0 in range(10), 5.5 in range(10), "a" in range(3), True in range(2), list(reversed(range(4))), range(0, 10, 3) == range(0, 12, 3), range(1, 10)[2:5], range(10)[::-2])
print(range(2**70, 2**70 + 3)[1], list(range(-2**63 - 1, -2**63 + 1)), 2**70 in range(2**71), list(range(2**64, 2**64 + 3))[-1])
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: range(1, 2, 0))
attempt(lambda: range("a"))
attempt(lambda: range(1.0))
attempt(lambda: range(3)[3])
attempt(lambda: range(3)["a"])
attempt(lambda: range(3).index(9))
attempt(lambda: range())
attempt(lambda: range(1, 2, 3, 4))
attempt(lambda: setattr(range(3), "start", 1))
attempt(lambda: range(3) < range(4))
attempt(lambda: len(range(2**100)))
attempt(lambda: range(3) + range(3))
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), type(it).__name__)
class I:
    def __index__(self): return 3
print(range(I()), list(range(I())), range(True))

# output:
# range(2, 20, 3) [2, 5, 8, 11, 14, 17] 6 2 17 range(5, 11, 3) range(17, -1, -3) True False 2 1 0 2 20 3
# range(0, 5) range(0, 0) [5, 3, 1] [] 99999999999999999999 False True True True
# True False False True [3, 2, 1, 0] True range(3, 6) range(9, -1, -2)
# 1180591620717411303425 [-9223372036854775809, -9223372036854775808] True 18446744073709551618
# ValueError: range() arg 3 must not be zero
# TypeError: 'str' object cannot be interpreted as an integer
# TypeError: 'float' object cannot be interpreted as an integer
# IndexError: range object index out of range
# TypeError: range indices must be integers or slices, not str
# ValueError: range.index(x): x not in range
# TypeError: range expected at least 1 argument, got 0
# TypeError: range expected at most 3 arguments, got 4
# AttributeError: readonly attribute
# TypeError: '<' not supported between instances of 'range' and 'range'
# OverflowError: Python int too large to convert to C ssize_t
# TypeError: unsupported operand type(s) for +: 'range' and 'range'
# 0 2 [1, 2] range_iterator
# range(0, 3) [0, 1, 2] range(0, 1)
