a = ValueError("a")
b = KeyError("b")
try:
    try:
        raise a
    except ValueError:
        raise b
except KeyError:
    pass
print(repr(b.__context__), a.__context__)  # expect: ValueError('a') None
try:
    try:
        raise b
    except KeyError:
        raise a
except ValueError:
    pass
print(repr(a.__context__), b.__context__)  # expect: KeyError('b') None
try:
    raise a
except ValueError as e:
    try:
        raise e
    except ValueError as f:
        print(f is a, repr(f.__context__))  # expect: True KeyError('b')
try:
    a.__context__ = 5
except TypeError as e:
    print(e)  # expect: exception context must be None or derive from BaseException
try:
    a.__cause__ = "x"
except TypeError as e:
    print(e)  # expect: exception cause must be None or derive from BaseException
try:
    a.__traceback__ = 5
except TypeError as e:
    print(e)  # expect: __traceback__ must be a traceback or None
try:
    del a.args
except TypeError as e:
    print(e)  # expect: args may not be deleted
print(a.with_traceback(None) is a)  # expect: True
