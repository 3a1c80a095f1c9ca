import warnings
async def f(): pass
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    f()
    print([str(w.message) for w in log])  # expect: ["coroutine 'f' was never awaited"]
import inspect
c = f()
print(inspect.iscoroutine(c), inspect.iscoroutinefunction(f), inspect.getcoroutinestate(c))  # expect: True True CORO_CREATED
c.close()
print(inspect.getcoroutinestate(c))  # expect: CORO_CLOSED
import types
@types.coroutine
def gen():
    x = yield "from generator coroutine"
    return x
async def g(): return await gen()
c = g()
print(c.send(None))  # expect: from generator coroutine
try:
    c.send(5)
except StopIteration as e:
    print(e.value)  # expect: 5
