def fails(x):
    if x:
        raise ValueError("x")


def bench(loops):
    for _ in range(loops):
        try:
            fails(True)
        except ValueError:
            pass
        try:
            fails(False)
        except KeyError:
            pass
        else:
            pass
        finally:
            pass
