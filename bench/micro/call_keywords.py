def f(a, b=1, *, c=2, d=3):
    return a


def bench(loops):
    for i in range(loops):
        f(i, c=5)
        f(a=i, b=2)
        f(i, 2, d=4, c=1)
