def f(a, b): pass
x = None
f(1,
  x + 1)
