import functools


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)
    return wrapper


@logged
def f(a, b=2):
    return a


def bench(loops):
    for i in range(loops):
        f(i)
        f(i, b=1)
