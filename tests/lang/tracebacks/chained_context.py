def f():
    try:
        [].pop()
    except IndexError:
        undefined_name


f()
