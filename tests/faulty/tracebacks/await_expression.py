async def f(): return {}["x"]
async def g(): return 1 + await f()
g().send(None)
