def f():
    1 / 0
try:
    f()
except ZeroDivisionError as e:
    raise ValueError("x").with_traceback(e.__traceback__)
