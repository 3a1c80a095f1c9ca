def g():
    yield
g().throw(KeyError("k"))
