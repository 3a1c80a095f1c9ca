def g(it):
    while True:
        yield next(it)
list(g(iter([1])))
