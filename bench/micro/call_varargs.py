def f(*args, **kw):
    return args


def bench(loops):
    args, kw = (1, 2, 3), {"k": 1}
    for _ in range(loops):
        f(1, 2, 3)
        f(*args)
        f(*args, **kw)
