from functools import lru_cache, partial, reduce


def f(a, b, c=0):
    return a


@lru_cache(maxsize=None)
def cached(x):
    return x


def bench(loops):
    g = partial(f, 1, c=2)
    for i in range(loops):
        g(i)
        cached(i & 31)
        reduce(max, (1, 2, 3))
