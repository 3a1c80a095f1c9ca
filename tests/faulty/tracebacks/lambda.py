f = lambda x: (lambda y: y / 0)(x)
f(1)
