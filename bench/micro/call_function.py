def f(a, b):
    return a


def bench(loops):
    for _ in range(loops):
        f(1, 2); f(1, 2); f(1, 2); f(1, 2); f(1, 2)
