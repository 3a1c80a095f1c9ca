def g():
    try:
        yield
    finally:
        print("closed")
it = g()
next(it)
1 / 0
