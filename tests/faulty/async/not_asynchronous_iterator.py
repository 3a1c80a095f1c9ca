async def f():
    async for x in [1]:
        pass
try:
    f().send(None)
except StopIteration:
    pass
