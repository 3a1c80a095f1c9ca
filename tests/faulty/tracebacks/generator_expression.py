def f(x): return x.y
list(f(x) for x in [1])
