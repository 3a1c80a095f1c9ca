"""A generator has its own exception state, its own frame, and its own idea of when it ends."""
import inspect
import sys
import traceback


def noisy():
    print("  current:", repr(sys.exception()))
    try:
        raise KeyError("inside")
    except KeyError:
        yield 1
        print("  still handling:", repr(sys.exception()))
        yield 2
    print("  after:", repr(sys.exception()))
    yield 3


try:
    raise ValueError("outside")
except ValueError:
    g = noisy()
    print(next(g), repr(sys.exception()))
print(next(g), repr(sys.exception()))
print(next(g), repr(sys.exception()))


def fails():
    yield 1
    raise LookupError("from the generator")


def user():
    return [x for x in fails()]


try:
    user()
except LookupError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)])


def states():
    me = yield inspect.getgeneratorstate(g2)
    yield inspect.getgeneratorlocals(g2)


g2 = states()
print(inspect.getgeneratorstate(g2))
print(next(g2), inspect.getgeneratorstate(g2))
print(g2.send("hello"))
g2.close()
print(inspect.getgeneratorstate(g2), g2.gi_frame)


def leaks():
    raise StopIteration("a leak")
    yield


try:
    next(leaks())
except RuntimeError as e:
    print(e, "|", repr(e.__cause__), "|", repr(e.__context__), e.__suppress_context__)


def inner():
    try:
        yield "inner"
    except GeneratorExit:
        print("  inner closed")
        raise
    finally:
        print("  inner finally")


def outer():
    try:
        yield from inner()
    finally:
        print("  outer finally")


o = outer()
next(o)
print(o.gi_yieldfrom.__name__, inspect.getgeneratorstate(o.gi_yieldfrom))
del o
print("collected")


def context():
    try:
        yield
    except ValueError as e:
        raise TypeError("translated") from e


c = context()
next(c)
try:
    c.throw(ValueError("thrown in"))
except TypeError as e:
    print(repr(e), repr(e.__cause__), [f.name for f in traceback.extract_tb(e.__traceback__)])


def never_started():
    print("  never printed")
    yield


n = never_started()
try:
    n.throw(OSError("before the first line"))
except OSError as e:
    print(e, inspect.getgeneratorstate(n), list(n))


def late_finally():
    try:
        yield 1
    finally:
        print("  finalised while", repr(sys.exception()))


try:
    for x in late_finally():
        1 / 0
except ZeroDivisionError as e:
    print("handler sees", repr(e))
lf = late_finally()
next(lf)
lf = None
print("end")
