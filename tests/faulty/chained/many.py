def f(n):
    try:
        if n == 0:
            raise ValueError(n)
        f(n - 1)
    except ValueError:
        raise ValueError(n)
f(3)
