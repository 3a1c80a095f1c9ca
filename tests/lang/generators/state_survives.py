def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
g = fib()
print([next(g) for _ in range(10)])  # expect: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
print([next(g) for _ in range(3)])  # expect: [55, 89, 144]
import itertools
print(list(itertools.islice(fib(), 50, 53)))  # expect: [12586269025, 20365011074, 32951280099]
def windows(xs, n):
    buf = []
    for x in xs:
        buf.append(x)
        if len(buf) == n:
            yield tuple(buf)
            buf.pop(0)
print(list(windows("abcd", 2)))  # expect: [('a', 'b'), ('b', 'c'), ('c', 'd')]
