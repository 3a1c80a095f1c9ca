print(tuple(), tuple("ab"), tuple([1]), (1,), (), tuple(x for x in range(2)), tuple((1, 2)))
t = (1, 2, 3, 2)
print(t[0], t[-1], t[1:3], t[::-1], t.index(2), t.index(2, 2), t.count(2), len(t), 3 in t, t + (4,), t * 2, 2 * t, t[:] is t)
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 2) == (1, 2), (1, 2) == [1, 2], hash((1, 2)) == hash((1, 2)), {(1, 2): "k"}[1, 2])
print(repr((1,)), repr(("a", None)), ((),), hash(()) == hash(()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: t[9])
attempt(lambda: t["a"])
attempt(lambda: t.index(9))
attempt(lambda: t + [1])
attempt(lambda: t * "a")
attempt(lambda: hash(([],)))
attempt(lambda: tuple(5))
attempt(lambda: tuple(1, 2))
attempt(lambda: t.append)
attempt(lambda: t < [1])
attempt(lambda: t.__setitem__)
attempt(lambda: t.index(1, "x"))
a = ([],)
a[0].append(a)
print(a)
class T(tuple):
    def __new__(cls, *a): return super().__new__(cls, a)
x = T(1, 2)
x.attr = 1
print(x, type(x).__name__, type(x + (3,)).__name__, type(x[:]).__name__, type(x * 1).__name__, x == (1, 2))

# output:
# () ('a', 'b') (1,) (1,) () (0, 1) (1, 2)
# 1 2 (2, 3) (2, 3, 2, 1) 1 3 2 4 True (1, 2, 3, 2, 4) (1, 2, 3, 2, 1, 2, 3, 2) (1, 2, 3, 2, 1, 2, 3, 2) True
# True True True True False True k
# (1,) ('a', None) ((),) True
# IndexError: tuple index out of range
# TypeError: tuple indices must be integers or slices, not str
# ValueError: tuple.index(x): x not in tuple
# TypeError: can only concatenate tuple (not "list") to tuple
# TypeError: can't multiply sequence by non-int of type 'str'
# TypeError: unhashable type: 'list'
# TypeError: 'int' object is not iterable
# TypeError: tuple expected at most 1 argument, got 2
# AttributeError: 'tuple' object has no attribute 'append'
# TypeError: '<' not supported between instances of 'tuple' and 'list'
# AttributeError: 'tuple' object has no attribute '__setitem__'
# TypeError: slice indices must be integers or have an __index__ method
# ([(...)],)
# (1, 2) T tuple tuple tuple True
