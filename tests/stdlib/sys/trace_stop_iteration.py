"""A trace function is told of the StopIteration that ends a generator, although nobody raises it."""
import sys

events = []


def tracer(frame, event, argument):
    if frame.f_code.co_filename == __file__ and event != "line":
        if event == "exception":
            argument = argument[0].__name__, argument[1].args, argument[2] is None
        elif event == "call" or frame.f_code.co_name == "__iter__":
            argument = None
        events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, argument))
    return tracer


def count(n, result):
    for i in range(n):
        yield i
    return result


def loop(n, result):
    for _ in count(n, result):
        pass


def delegate():
    result = yield from count(1, None)
    return result


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration("end")


def own():
    for _ in Iterator():
        pass
    list(Iterator())


async def inner():
    return 7


async def outer():
    return await inner()


def drive():
    try:
        outer().send(None)
    except StopIteration as stop:
        return stop.value


for function, arguments in ((loop, (1, None)), (loop, (0, 5)), (list, None), (own, ()), (drive, ())):
    events.clear()
    sys.settrace(tracer)
    try:
        function(delegate()) if arguments is None else function(*arguments)
    finally:
        sys.settrace(None)
    print(function.__name__)
    for event in events:
        print("   ", event)
