def g():
    yield 1
    raise ValueError("in the middle")
a, b = g()
