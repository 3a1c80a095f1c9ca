def walk(n):
    if n:
        yield from walk(n - 1)
        yield n
        yield from walk(n - 1)


def bench(loops):
    for _ in range(loops):
        for _ in walk(5):
            pass
