def f(x):
    if x: raise ValueError("one line")
f(1)
