def g():
    try:
        raise KeyError("inner")
    except KeyError:
        yield 1
        try:
            raise ValueError("second")
        except ValueError as e:
            print(repr(e.__context__))  # expect: KeyError('inner')
            yield 2
it = g()
next(it)
try:
    raise TypeError("outer")
except TypeError:
    next(it)
import sys
print(sys.exception())  # expect: None
