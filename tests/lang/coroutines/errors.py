async def f(): return 1
def attempt(g):
    try:
        c = g()
        c.send(None)
    except StopIteration as e:
        print("value", e.value)
    except Exception as e:
        print(type(e).__name__, e)
async def a(): await 5
async def b(): await None
async def c(): await (x for x in [])
async def d():
    async with 5: pass
async def e():
    async for x in [1]: pass
async def g():
    with AsyncCM(): pass
class AsyncCM:
    async def __aenter__(self): return 1
    async def __aexit__(self, *a): pass
class BadAwait:
    def __await__(self): return 5
async def h(): await BadAwait()
class BadIter:
    def __aiter__(self): return 5
async def i():
    async for x in BadIter(): pass
async def j():
    c = f()
    await c
    await c
async def k(): raise StopIteration("inside")
for fn in (a, b, c, d, e, g, h, i, j, k):
    attempt(fn)
x = f()
try:
    x.send(1)
except TypeError as err:
    print(err)
x.close()
try:
    for _ in f.__call__.__self__() if False else []: pass
    iter(y := f())
except TypeError as err:
    print(err)
y.close()

# output:
# TypeError 'int' object can't be awaited
# TypeError 'NoneType' object can't be awaited
# TypeError 'generator' object can't be awaited
# TypeError 'int' object does not support the asynchronous context manager protocol (missed __aexit__ method)
# TypeError 'async for' requires an object with __aiter__ method, got list
# TypeError 'AsyncCM' object does not support the context manager protocol (missed __exit__ method) but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?
# TypeError __await__() returned non-iterator of type 'int'
# TypeError 'async for' received an object from __aiter__ that does not implement __anext__: int
# RuntimeError cannot reuse already awaited coroutine
# RuntimeError coroutine raised StopIteration
# can't send non-None value to a just-started coroutine
# 'coroutine' object is not iterable
