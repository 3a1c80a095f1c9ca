def g():
    try:
        yield 1
    finally:
        raise RuntimeError("closing")
it = g()
next(it)
it.close()
