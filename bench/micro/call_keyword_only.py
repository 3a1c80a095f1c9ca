def options(value, *, first=1, second=2, third=3):
    return value


def rest(*args, **kwargs):
    return kwargs


def bench(loops):
    for _ in range(loops):
        options(1); options(1, second=5); options(1, third=2, first=4); rest(1, 2); rest(1, a=2, b=3)
