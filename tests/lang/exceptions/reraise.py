def f():
    try:
        raise KeyError("k")
    except KeyError:
        try:
            raise ValueError("v")
        except ValueError:
            pass
        raise
try:
    f()
except KeyError as e:
    print(repr(e), repr(e.__context__))  # expect: KeyError('k') None
def g():
    try:
        1 / 0
    except ZeroDivisionError as e:
        saved = e
        raise saved
try:
    g()
except ZeroDivisionError as e:
    print(e, e.__context__)  # expect: division by zero None
