def run(*excs):
    try:
        raise ExceptionGroup("g", list(excs))
    except* ValueError as eg:
        print("value", eg.exceptions)
    except* (TypeError, KeyError) as eg:
        print("type/key", eg.exceptions)
    else:
        print("else")
    finally:
        print("finally")
run(ValueError(1), TypeError(2), ValueError(3))
try:
    run(OSError(1), KeyError(2))
except ExceptionGroup as e:
    print("rest", repr(e))
try:
    raise ValueError("naked")
except* ValueError as eg:
    print(repr(eg))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
    except* ValueError:
        raise KeyError("new")
    except* TypeError:
        raise
except ExceptionGroup as e:
    print(repr(e))
try:
    try:
        raise ExceptionGroup("g", [ValueError(1)])
    except* ExceptionGroup:
        pass
except TypeError as e:
    print(e)

# output:
# value (ValueError(1), ValueError(3))
# type/key (TypeError(2),)
# finally
# type/key (KeyError(2),)
# finally
# rest ExceptionGroup('g', [OSError(1)])
# ExceptionGroup('', (ValueError('naked'),))
# ExceptionGroup('', [KeyError('new'), ExceptionGroup('g', [TypeError(2)])])
# catching ExceptionGroup with except* is not allowed. Use except instead.
