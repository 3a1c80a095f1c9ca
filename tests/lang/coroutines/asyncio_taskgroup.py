import asyncio
async def ok(n):
    await asyncio.sleep(0)
    return n * 2
async def bad(n):
    raise ValueError(n)
async def forever():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("cancelled")
        raise
async def main():
    async with asyncio.TaskGroup() as tg:
        ts = [tg.create_task(ok(i)) for i in range(3)]
    print([t.result() for t in ts])
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(forever())
            tg.create_task(bad(1))
    except* ValueError as eg:
        print(eg.exceptions)
    t = asyncio.create_task(forever())
    await asyncio.sleep(0)
    t.cancel("why")
    try:
        await t
    except asyncio.CancelledError as e:
        print("main saw", e.args, t.cancelled())
asyncio.run(main())

# output:
# [0, 2, 4]
# cancelled
# (ValueError(1),)
# cancelled
# main saw ('why',) True
