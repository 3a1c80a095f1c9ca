def numbers(n):
    for i in range(n):
        yield i


def bench(loops):
    for _ in range(loops):
        for x in numbers(50):
            pass
