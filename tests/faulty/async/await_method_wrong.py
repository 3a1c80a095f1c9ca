class A:
    def __await__(self): return 1
async def f():
    await A()
f().send(None)
