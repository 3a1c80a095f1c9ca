# What an `async for` waits on is only made when somebody looks: cr_await, throw and close see it all the same.
import types


@types.coroutine
def pause(value):
    return (yield value)


async def ticks(count):
    try:
        for number in range(count):
            got = await pause(f"tick {number}")
            yield number, got
    except ValueError as error:
        print("inside:", error)
        yield "caught"
    finally:
        print("ticks are over")


async def loop(iterable):
    async for item in iterable:
        print("item", item)
    return "done"


task = loop(ticks(2))
print(task.send(None))
print(type(task.cr_await).__name__, task.cr_await is task.cr_await)
print(task.send("a"))
try:
    print(task.throw(ValueError("thrown")))
except StopIteration as stop:
    print("returned", stop.value)

task = loop(ticks(2))
print(task.send(None))
task.close()

shared = ticks(3)
first, second = loop(shared), loop(shared)
print(first.send(None))
try:
    second.send(None)
except RuntimeError as error:
    print("RuntimeError:", error)
first.close()


async def nested(depth):
    if depth:
        async for value in nested(depth - 1):
            yield value + 1
    yield depth


async def gather(iterable):
    return [value async for value in iterable]


try:
    gather(nested(5)).send(None)
except StopIteration as stop:
    print(stop.value)


async def failing():
    yield 1
    raise KeyError("failed")


try:
    gather(failing()).send(None)
except KeyError as error:
    print(repr(error))


async def stops():
    yield 1
    raise StopAsyncIteration


try:
    gather(stops()).send(None)
except RuntimeError as error:
    print("RuntimeError:", error)


async def by_hand():
    generator = ticks(1)
    step = generator.__anext__()
    print(await step)
    try:
        await step
    except RuntimeError as error:
        print("RuntimeError:", error)
    try:
        await anext(generator)
    except StopAsyncIteration:
        print("no more")
    print(await anext(generator, "default"))


task = by_hand()
print(task.send(None))
try:
    task.send("sent")
except StopIteration as stop:
    print("returned", stop.value)
