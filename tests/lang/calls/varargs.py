def f(a, *args, k=1, **kw):
    return a, args, k, kw
print(f(1))  # expect: (1, (), 1, {})
print(f(1, 2, 3))  # expect: (1, (2, 3), 1, {})
print(f(1, k=5))  # expect: (1, (), 5, {})
print(f(1, 2, x=3, k=4, y=5))  # expect: (1, (2,), 4, {'x': 3, 'y': 5})
print(f(*range(4), **{"z": 1}))  # expect: (0, (1, 2, 3), 1, {'z': 1})
print((lambda *a: a)())  # expect: ()
print((lambda **k: k)())  # expect: {}
