import asyncio


async def leaf(x):
    await asyncio.sleep(0)
    return x


async def work(loops):
    for _ in range(loops):
        await asyncio.gather(*(leaf(i) for i in range(20)))


def bench(loops):
    asyncio.run(work(loops))
