def f():
    raise ValueError("bad thing")

f()  # raises: ValueError: bad thing
