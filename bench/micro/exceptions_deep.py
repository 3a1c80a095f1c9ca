def deep(n):
    if n == 0:
        raise KeyError("x")
    deep(n - 1)


def bench(loops):
    for _ in range(loops):
        try:
            deep(10)
        except KeyError as e:
            str(e)
