print(list(), list("abc"), list((1, 2)), list({"a": 1}), list(range(3)), list(x for x in "xy"), [*"ab"])
xs = [1, "a", None, [2]]
print(xs, str(xs), repr(xs))
xs.append(xs)
print(xs)
ys = [1]; zs = [ys]; ys.append(zs)
print(ys, zs)
class R:
    def __repr__(self): return "<R>"
print([R(), R()], [1.0, "q'"], [b"x"], [True, ...])
for f in (lambda: list(5), lambda: list(1, 2), lambda: list(x=1)):
    try:
        f()
    except TypeError as e:
        print(e)

# output:
# [] ['a', 'b', 'c'] [1, 2] ['a'] [0, 1, 2] ['x', 'y'] ['a', 'b']
# [1, 'a', None, [2]] [1, 'a', None, [2]] [1, 'a', None, [2]]
# [1, 'a', None, [2], [...]]
# [1, [[...]]] [[1, [...]]]
# [<R>, <R>] [1.0, "q'"] [b'x'] [True, Ellipsis]
# 'int' object is not iterable
# list expected at most 1 argument, got 2
# list() takes no keyword arguments
