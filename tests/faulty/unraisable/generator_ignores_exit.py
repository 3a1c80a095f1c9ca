def g():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
it = g()
next(it)
del it
raise SystemExit(1)
