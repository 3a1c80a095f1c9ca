def g():
    yield
g().throw(1)
