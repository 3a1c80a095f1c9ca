async def g():
    yield 1
    1 / 0
async def f():
    async for x in g():
        print(x)
f().send(None)
