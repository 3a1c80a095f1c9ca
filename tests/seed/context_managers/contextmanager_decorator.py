"""contextlib.contextmanager: the question's resource, and every way that the generator can misbehave."""
from contextlib import contextmanager


@contextmanager
def managed_resource(name="res"):
    """Acquire and release."""
    print("  acquiring", name)
    res = {"data": "stuff"}
    try:
        yield res
    finally:
        print("  closing", name)
        res.clear()


with managed_resource() as r:
    print(r)
print(r, managed_resource.__name__, managed_resource.__doc__)
try:
    with managed_resource("fails"):
        raise ValueError("in the body")
except ValueError as e:
    print("caught", e)


def early():
    with managed_resource("early"):
        return "returned from inside"


print(early())


@contextmanager
def no_yield():
    if False:
        yield


@contextmanager
def two_yields():
    yield 1
    yield 2


@contextmanager
def swallows():
    try:
        yield
    except KeyError as e:
        print("  swallowed", e)


@contextmanager
def translates():
    try:
        yield
    except KeyError as e:
        raise LookupError("translated") from e


@contextmanager
def yields_after_error():
    try:
        yield
    except ValueError:
        yield "again"


@contextmanager
def fails_before():
    raise OSError("before the yield")
    yield


@contextmanager
def fails_after():
    yield
    raise OSError("after the yield")


@contextmanager
def reraises():
    try:
        yield
    except ValueError as e:
        e.add_note("seen by the manager")
        raise


def attempt(manager, error=None):
    try:
        with manager():
            if error:
                raise error
        print(manager.__name__, "ended normally")
    except Exception as e:
        print(manager.__name__, type(e).__name__, e, "| cause", repr(e.__cause__), "| notes", getattr(e, "__notes__", None))


attempt(no_yield)
attempt(two_yields)
attempt(two_yields, ValueError("x"))
attempt(swallows, KeyError("k"))
attempt(swallows, ValueError("other"))
attempt(translates, KeyError("k"))
attempt(yields_after_error, ValueError("x"))
attempt(fails_before)
attempt(fails_after)
attempt(reraises, ValueError("x"))
attempt(swallows, StopIteration("stop in the body"))
attempt(managed_resource, StopIteration("passes through"))
cm = managed_resource("once")
with cm:
    pass
try:
    with cm:
        pass
except AttributeError as e:
    print("a second use:", e)
except RuntimeError as e:
    print("a second use:", e)


@managed_resource("as decorator")
def work(n):
    print("  working", n)
    return n


print(work(1), work(2), work.__name__)


@contextmanager
def nested(depth):
    if depth:
        with nested(depth - 1) as inner:
            yield inner + 1
    else:
        yield 0


with nested(20) as n:
    print(n)
