from functools import partial, reduce
def f(a, b, *rest, key=None): return a, b, rest, key
p = partial(f, 1, key="k")
print(p(2), p(2, 3, key="z"))  # expect: (1, 2, (), 'k') (1, 2, (3,), 'z')
print(p.func is f, p.args, p.keywords)  # expect: True (1,) {'key': 'k'}
q = partial(p, 9)
print(q(), q.args)  # expect: (1, 9, (), 'k') (1, 9)
print(reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(max, [3, 9, 2], 5))  # expect: 123 9
try:
    reduce(max, [])
except TypeError as e:
    print(e)  # expect: reduce() of empty iterable with no initial value
