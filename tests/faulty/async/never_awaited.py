async def f(): pass
f()
1 / 0
