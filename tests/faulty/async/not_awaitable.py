async def f():
    await 1
f().send(None)
