import sys
def current():
    return repr(sys.exception())
print(current())  # expect: None
try:
    1 / 0
except ZeroDivisionError:
    print(current(), sys.exc_info()[0].__name__)  # expect: ZeroDivisionError('division by zero') ZeroDivisionError
    try:
        raise KeyError("k")
    except KeyError:
        print(current())  # expect: KeyError('k')
    print(current())  # expect: ZeroDivisionError('division by zero')
print(current())  # expect: None
def f():
    try:
        raise ValueError("v")
    finally:
        print("in finally", current())  # expect: in finally ValueError('v')
try:
    f()
except ValueError:
    pass
class C:
    def __exit__(self, *a): print("exit", current())  # expect: exit OSError('o')
    def __enter__(self): pass
try:
    with C():
        raise OSError("o")
except OSError:
    pass
