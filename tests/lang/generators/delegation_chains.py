# Chains of `yield from`: whoever resumes the outermost gets what the innermost yields; everybody else may meddle.
import gc
import sys


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except BaseException as error:
        return type(error).__name__, str(error)


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(items):
    if not items:
        return None
    middle = len(items) // 2
    return Tree(tree(items[:middle]), items[middle], tree(items[middle + 1:]))


print(list(tree(range(40))) == list(range(40)))


def leaf():
    got = None
    total = 0
    while got != "stop":
        got = yield total
        total += 1
    return f"leaf after {total}"


def link(inner, name):
    result = yield from inner
    last = yield f"{name} got {result}"
    return f"{name} ended with {last}"


print("-- values sent and returned through the links")
low = leaf()
middle = link(low, "middle")
top = link(middle, "top")
print(next(top), top.send("a"), top.send("b"), top.send("stop"), top.send("c"))
print(attempt(top.send, "d"), attempt(next, top))

print("-- somebody else resumes a link of the chain")
low = leaf()
middle = link(low, "middle")
top = link(middle, "top")
print(next(top), next(low), next(top), next(middle), next(top), next(low))
print(attempt(middle.send, "stop"), attempt(top.send, "to middle"), attempt(top.send, "to top"))
print(low.gi_frame, middle.gi_frame, top.gi_frame)

print("-- the inner one is closed, or ended, by somebody else")
low = leaf()
top = link(link(low, "middle"), "top")
print(next(top), low.close(), attempt(next, top), attempt(next, top), attempt(next, top))
low = leaf()
top = link(link(low, "middle"), "top")
print(next(top), attempt(low.throw, KeyError("k")), attempt(next, top), attempt(next, top))

print("-- two generators wait for the same one")
low = leaf()
one, two = link(low, "one"), link(low, "two")
print(next(one), next(two), next(one), next(one), next(two))
print(attempt(two.send, "stop"), attempt(one.send, "x"), attempt(one.send, "y"), attempt(two.send, "z"))

print("-- exceptions pass the links, with a traceback of each")


def failing():
    yield 1
    raise ValueError("inside")


def guarded(inner):
    try:
        yield from inner
    except ValueError as error:
        names = []
        trace = error.__traceback__
        while trace:
            names.append((trace.tb_frame.f_code.co_name, trace.tb_lineno - trace.tb_frame.f_code.co_firstlineno))
            trace = trace.tb_next
        yield names
    finally:
        yield "finally"


top = link(guarded(link(failing(), "plain")), "top")
print(list(top))


def thrown(inner):
    try:
        return (yield from inner)
    except KeyError as error:
        return ("caught", str(error))


top = link(thrown(link(leaf(), "plain")), "top")
print(next(top), next(top), top.throw(KeyError("thrown")), attempt(next, top))

print("-- what runs, and who called it")


def looking(report):
    frame = sys._getframe()
    names = []
    while frame and frame.f_code.co_name != "<module>":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    report(names)
    yield "looked"
    frame = sys._getframe()
    names = [sys._getframe(depth).f_code.co_name for depth in range(3)]
    while frame and frame.f_code.co_name != "<module>":
        names.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno))
        frame = frame.f_back
    report(names)
    report([(generator.gi_running, generator.gi_suspended, generator.gi_yieldfrom is None) for generator in chain])
    for generator in chain:
        report((attempt(next, generator), attempt(generator.close), attempt(generator.throw, KeyError())))
        report(attempt(generator.gi_frame.clear))
    yield "again"


def outer(inner):
    yield from inner


def drain(generator):
    return list(generator)


low = looking(print)
middle = outer(low)
top = outer(middle)
chain = [low, middle, top]
print(drain(top))
print([(generator.gi_running, generator.gi_suspended) for generator in chain])

low = looking(print)
middle = outer(low)
top = outer(middle)
chain = [low, middle, top]
for item in top:
    print(item, [(generator.gi_running, generator.gi_suspended, generator.gi_yieldfrom) == (False, True, inner)
                 for generator, inner in zip(chain, [None, low, middle])])

print("-- inside handlers each link keeps its own exception")


def in_handler(inner):
    try:
        raise LookupError("mine")
    except LookupError:
        yield from inner
        yield sys.exception()


def showing():
    yield repr(sys.exception())
    yield repr(sys.exception())


for item in in_handler(outer(showing())):
    print(item, sys.exception())
for item in outer(in_handler(outer(showing()))):
    print(item, sys.exception())

print("-- chains that are dropped, or are garbage")


def noisy(name):
    try:
        yield name
        yield name
    finally:
        print("closed", name)


top = outer(outer(noisy("dropped")))
print(next(top), next(top))
del top
low = noisy("kept")
top = outer(outer(low))
print(next(top))
del top
print(low.gi_frame)


def cyclic():
    me = yield
    try:
        yield me
    finally:
        print("closed cyclic")


low = cyclic()
top = outer(outer(low))
next(top)
top.send(top)
del low, top
gc.collect()

print("-- coroutines")


class Wait:
    def __await__(self):
        got = yield "waiting"
        return got


async def inner(depth):
    if depth == 0:
        return [await Wait(), await Wait()]
    result = await inner(depth - 1)
    return result + [depth]


coroutine = inner(4)
print(coroutine.send(None), coroutine.cr_await.cr_running, coroutine.send(1), attempt(coroutine.send, 2))


async def agen(depth):
    yield await inner(depth)
    yield await inner(depth + 1)


async def use():
    return [item async for item in agen(1)]


coroutine = use()
got = []
try:
    while True:
        got.append(coroutine.send(len(got) or None))
except StopIteration as stop:
    print(got, stop.value)

print("-- a chain longer than the limit of recursion")


def deep(depth):
    if depth:
        yield from deep(depth - 1)
    else:
        for index in range(3):
            yield index


print(list(deep(300)))
