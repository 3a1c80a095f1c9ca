import functools
def f(a, b): return a / b
functools.partial(f, 1)(0)
