def f(first, second): pass
f(1, secnd=2)
