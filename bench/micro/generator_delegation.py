def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


def bench(loops):
    for _ in range(loops):
        for _ in tree(6):
            pass
