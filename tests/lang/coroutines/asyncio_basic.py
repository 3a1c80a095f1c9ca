import asyncio
async def work(name, delay):
    print("start", name)
    await asyncio.sleep(delay)
    print("end", name)
    return name
async def main():
    print(await asyncio.gather(work("a", 0.02), work("b", 0.01)))
    t = asyncio.create_task(work("c", 0))
    print(t.done())
    print(await t, t.done(), t.result())
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(10)
    except TimeoutError:
        print("timeout")
    r = await asyncio.gather(work("d", 0), fail(), return_exceptions=True)
    print(r)
async def fail(): raise ValueError("failed")
asyncio.run(main())

# output:
# start a
# start b
# end b
# end a
# ['a', 'b']
# False
# start c
# end c
# c True c
# timeout
# start d
# end d
# ['d', ValueError('failed')]
