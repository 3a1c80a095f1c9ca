def f(*args): pass
f(1, 2, [3][5], 4)
