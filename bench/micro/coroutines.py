async def leaf(n):
    return n


async def chain(n):
    total = 0
    for i in range(n):
        total += await leaf(i)
    return total


def bench(loops):
    for _ in range(loops):
        try:
            chain(20).send(None)
        except StopIteration:
            pass
