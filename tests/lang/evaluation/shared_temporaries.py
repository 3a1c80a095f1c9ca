# The same object in several registers: mutation must be seen, rebinding must not.
def f():
    a = b = []
    a += [1]
    b = b + [2]
    return a, b
print(f())  # expect: ([1], [1, 2])
def swap(n):
    a, b, c = 1, 2, 3
    for _ in range(n): a, b, c = b, c, a
    return a, b, c
print(swap(1), swap(2), swap(3))  # expect: (2, 3, 1) (3, 1, 2) (1, 2, 3)
def fib(n):
    a, b = 0, 1
    while n: a, b, n = b, a + b, n - 1
    return a
print(fib(90))  # expect: 2880067194370816120
def ring(xs):
    xs[0], xs[1], xs[2] = xs[2], xs[0], xs[1]
    i = 0
    i, xs[i] = 2, "set at 0"
    xs[i], i = "set at 2", 0
    return xs, i
print(ring([1, 2, 3]))  # expect: ([3, 1, 'set at 2'], 0)
def inner_reuse(x):
    return (x, x, [x, x], {x: x}, x if x else x, (lambda: x)())
print(inner_reuse("s"))  # expect: ('s', 's', ['s', 's'], {'s': 's'}, 's', 's')
def default_chain(a, b=None, c=None):
    b = a if b is None else b
    c = b if c is None else c
    a = c
    return a, b, c
print(default_chain(1), default_chain(1, 2), default_chain(1, 2, 3))  # expect: (1, 1, 1) (2, 2, 2) (3, 2, 3)
def param_rebinding(x, *xs, k=0, **kw):
    x, xs, k = k, (x, *xs), kw
    kw = x
    return x, xs, k, kw
print(param_rebinding(1, 2, 3, k=4, z=5))  # expect: (4, (1, 2, 3), {'z': 5}, 4)
def accumulate(n):
    acc = ()
    for i in range(n): acc = (*acc, acc and acc[-1] + i or i)
    return acc
print(accumulate(5))  # expect: (0, 1, 3, 6, 10)
s = t = "a"
for _ in range(3): s += t; t = s[-1] + t
print(s, t)  # expect: aaaaaaa aaaa
