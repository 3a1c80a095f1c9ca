# Setting f_lineno: where it may go, and what it says where it may not.
import sys
import warnings

warnings.simplefilter("always")
warnings.showwarning = lambda message, *rest: print("warned:", message)


def jump(function, start, target):
    code = function.__code__
    done = []

    def trace(frame, event, arg):
        if frame.f_code is not code:
            return None
        if event == "line" and frame.f_lineno == code.co_firstlineno + start and not done:
            done.append(start)
            try:
                frame.f_lineno = code.co_firstlineno + target
            except ValueError as error:
                print("refused:", error)
        return trace

    out = []
    sys.settrace(trace)
    try:
        function(out)
    finally:
        sys.settrace(None)
    print(function.__name__, start, target, out)


def straight(out):
    out.append(1)
    out.append(2)
    out.append(3)


def loops(out):
    out.append(1)
    for i in 1, 2:
        out.append(3)
    out.append(4)


def tries(out):
    try:
        out.append(2)
    except ValueError:
        out.append(4)
    out.append(5)


def unbound(out):
    x = 1
    out.append(x)


jump(straight, 1, 3)
jump(straight, 3, 1)
jump(loops, 1, 3)
jump(loops, 3, 4)
jump(tries, 2, 4)
jump(tries, 2, 5)
jump(unbound, 1, 2)
jump(straight, 1, 100)
