def show(e):
    print(repr(e), "cause:", repr(e.__cause__), "context:", repr(e.__context__), e.__suppress_context__)
try:
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise ValueError("from") from e
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("implicit")
except ValueError as e:
    show(e)
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("none") from None
except ValueError as e:
    show(e)
try:
    raise ValueError("class cause") from KeyError
except ValueError as e:
    show(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)

# output:
# ValueError('from') cause: ZeroDivisionError('division by zero') context: ZeroDivisionError('division by zero') True
# ValueError('implicit') cause: None context: ZeroDivisionError('division by zero') False
# ValueError('none') cause: None context: ZeroDivisionError('division by zero') True
# ValueError('class cause') cause: KeyError() context: None True
# exception causes must derive from BaseException
