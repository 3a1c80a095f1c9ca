def f(a, b=2, /, c=3, **kw):
    return a, b, c, kw
print(f(1))  # expect: (1, 2, 3, {})
print(f(1, 2, 3))  # expect: (1, 2, 3, {})
print(f(1, c=5))  # expect: (1, 2, 5, {})
print(f(1, a=7, b=8))  # expect: (1, 2, 3, {'a': 7, 'b': 8})
def g(a, b, /): return a, b
try:
    g(1, b=2)
except TypeError as e:
    print(e)  # expect: g() got some positional-only arguments passed as keyword arguments: 'b'
try:
    g(a=1, b=2)
except TypeError as e:
    print(e)  # expect: g() got some positional-only arguments passed as keyword arguments: 'a, b'
