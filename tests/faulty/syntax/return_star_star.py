def f():
    return **k
