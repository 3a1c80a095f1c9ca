def f(): raise ValueError("here")
def g(*args): return 1
x = g(1) + f() + g(2)
