async def numbers(n):
    for i in range(n):
        yield i


class Lock:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        return False


async def work(loops):
    lock = Lock()
    for _ in range(loops):
        async for i in numbers(10):
            pass
        [i async for i in numbers(10)]
        async with lock:
            pass


def bench(loops):
    try:
        work(loops).send(None)
    except StopIteration:
        pass
