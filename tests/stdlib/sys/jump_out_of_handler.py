"""A debugger that jumps out of a handler, within copies of `finally`, and from a yield."""
import sys


def jumper(function, start, to, event="line"):
    first = function.__code__.co_firstlineno
    done = []

    def trace(frame, what, _):
        if frame.f_code.co_filename != __file__ or frame.f_code.co_name not in (function.__name__, "inner"):
            return None
        if what == event and frame.f_lineno == first + start and not done:
            done.append(True)
            try:
                frame.f_lineno = first + to
            except ValueError as error:
                print("   refused:", error)
        return trace

    print(function.__name__)
    sys.settrace(trace)
    try:
        function()
    except Exception as error:
        print("   raised", repr(error), repr(error.__context__))
    finally:
        sys.settrace(None)


def out_of_except():
    try:
        1 / 0
    except ZeroDivisionError:
        print("   not shown")
    print("   handled now:", sys.exception())
    raise KeyError


def in_finally():
    try:
        1 / 0
    finally:
        print("   not shown")
        print("   in the copy that raises")


def from_yield():
    def inner():
        print("   before")
        yield 1
    next(inner())
    print("   end")


jumper(out_of_except, 4, 5)
jumper(in_finally, 4, 5)
jumper(from_yield, 3, 2, "return")
