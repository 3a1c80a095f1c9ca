def g():
    x = yield 1
    y = x + 1
it = g()
next(it)
it.send(None)
