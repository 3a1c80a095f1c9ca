print(all([]), all([1, 0]), any([]), any([0, 2]), all(x for x in [1, 2]), any(iter("")))
print(sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum(range(101)), sum([0.1] * 10), sum([1e100, 1, -1e100]), sum([True, False]), sum((1j, 2)), sum([1], start=10), sum([10**20, 1]))
print(min(3, 1, 2), max("abc"), min([5], key=None), max([1, -3], key=abs), min([], default="d"), max((1, "a"), (0, "b")), min("b", "a", key=ord), max([1, 1.0, True]) is not None)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: sum("ab"))
attempt(lambda: sum(["a"], ""))
attempt(lambda: sum([b"a"], b""))
attempt(lambda: sum([1, "a"]))
attempt(lambda: sum())
attempt(lambda: min([]))
attempt(lambda: max(1))
attempt(lambda: min(1, 2, default=3))
attempt(lambda: min(1, "a"))
attempt(lambda: max([1], key=5))
attempt(lambda: all(5))
attempt(lambda: any())
attempt(lambda: max(1, 2, foo=1))

# output:
# True False False True True False
# 0 3.5 [1, 2] 5050 1.0 1.0 1 (2+1j) 11 100000000000000000001
# 1 c 5 -3 d (1, 'a') a True
# TypeError: unsupported operand type(s) for +: 'int' and 'str'
# TypeError: sum() can't sum strings [use ''.join(seq) instead]
# TypeError: sum() can't sum bytes [use b''.join(seq) instead]
# TypeError: unsupported operand type(s) for +: 'int' and 'str'
# TypeError: sum() takes at least 1 positional argument (0 given)
# ValueError: min() iterable argument is empty
# TypeError: 'int' object is not iterable
# TypeError: Cannot specify a default for min() with multiple positional arguments
# TypeError: '<' not supported between instances of 'str' and 'int'
# TypeError: 'int' object is not callable
# TypeError: 'int' object is not iterable
# TypeError: any() takes exactly one argument (0 given)
# TypeError: max() got an unexpected keyword argument 'foo'
