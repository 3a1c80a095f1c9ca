def outer(f): return lambda *a: f(*a)
@outer
@outer
def f(x): x.y
f(1)
