def f(a, *, b, c=3):
    return a, b, c
print(f(1, b=2))  # expect: (1, 2, 3)
print(f(b=2, a=1, c=9))  # expect: (1, 2, 9)
def g(*, x): return x
print(g(x=1))  # expect: 1
try:
    f(1)
except TypeError as e:
    print(e)  # expect: f() missing 1 required keyword-only argument: 'b'
try:
    f(1, 2)
except TypeError as e:
    print(e)  # expect: f() takes 1 positional argument but 2 were given
try:
    g(1)
except TypeError as e:
    print(e)  # expect: g() takes 0 positional arguments but 1 was given
