def f():
    try:
        1 / 0
    except ZeroDivisionError as error:
        pass
    return error
f()
