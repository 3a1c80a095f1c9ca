def f(x): return x
def g(x): raise ValueError(x)
f(f(g(f(1))))
