class Awaitable:
    def __init__(self, v): self.v = v
    def __await__(self):
        got = yield self.v
        return ("result", got)
async def inner(n):
    r = await Awaitable(n)
    return r
async def main():
    a = await inner(1)
    b = await inner(2)
    return a, b
c = main()
print(type(c).__name__, c.cr_running, c.cr_await)  # expect: coroutine False None
print(c.send(None))  # expect: 1
print(c.send("first"))  # expect: 2
try:
    c.send("second")
except StopIteration as e:
    print(e.value)  # expect: (('result', 'first'), ('result', 'second'))
try:
    c.send(None)
except RuntimeError as e:
    print(e)  # expect: cannot reuse already awaited coroutine
