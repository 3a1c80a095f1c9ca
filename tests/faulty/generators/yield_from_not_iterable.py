def g():
    yield from 1
list(g())
