async def g():
    yield 0
async def f():
    return [1 / x async for x in g()]
f().send(None)
