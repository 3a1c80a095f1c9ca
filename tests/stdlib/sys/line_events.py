# Statements without instructions of their own, and returns that nobody wrote, have their lines for sys.settrace.
import sys


def events(function, *args):
    first = function.__code__.co_firstlineno
    seen = []

    def trace(frame, event, arg):
        if frame.f_code is not function.__code__:
            return None
        lines = [line for start, end, line in frame.f_code.co_lines() if start <= frame.f_lasti < end]
        assert lines[-1:] == [frame.f_lineno], (lines, frame.f_lineno)
        seen.append(f"{event[0]}{frame.f_lineno - first}")
        return trace

    sys.settrace(trace)
    try:
        function(*args)
    except ZeroDivisionError:
        seen.append("raised")
    finally:
        sys.settrace(None)
    print(function.__name__, *seen)


def loops(n):
    while True:
        n -= 1
        if n < 0:
            break
        elif n == 1:
            continue
        else:
            pass
    for i in range(2):
        if i:
            pass


def tries(x):
    try:
        1 / x
    except ValueError:
        pass
    except:
        "caught"
    finally:
        pass


def returns(x):
    try:
        return 1
    finally:
        if x:
            x = 2


def raises():
    try:
        1 / 0
    except ZeroDivisionError as error:
        pass
        1 / 0


def chooses(x):
    match x:
        case 1:
            pass
        case _:
            pass
    if 1:
        x
    global unused


def klass(flag):
    class C:
        if flag:
            a = 1
        b = 2


events(loops, 2)
events(tries, 0)
events(tries, 1)
events(returns, 1)
events(returns, 0)
events(raises)
events(chooses, 1)
events(chooses, 2)
events(klass, 0)
