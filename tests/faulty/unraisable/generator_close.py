def g():
    try:
        yield
    finally:
        raise RuntimeError("closing")
it = g()
next(it)
del it
raise SystemExit(1)
