def f(a):
    if a:
        while a:
