async def f():
    async with 1:
        pass
f().send(None)
