def f(x): return 1 / x
[f(x) for x in [1, 0]]
