def make():
    n = 0

    def inc(k):
        nonlocal n
        n += k
        return n
    return inc


def bench(loops):
    inc = make()
    for _ in range(loops):
        inc(1)
        inc(2)
