def f(a, b, c=3, d=4):
    return a, b, c, d
print(f(1, 2))  # expect: (1, 2, 3, 4)
print(f(1, 2, 30))  # expect: (1, 2, 30, 4)
print(f(1, b=2, d=40))  # expect: (1, 2, 3, 40)
print(f(d=4, c=3, b=2, a=1))  # expect: (1, 2, 3, 4)
print(f(*(1, 2), **{"d": 9}))  # expect: (1, 2, 3, 9)
print(f(1, *[2, 3], d=0))  # expect: (1, 2, 3, 0)
print(f(*[1], *[2], **{"c": 7}, **{"d": 8}))  # expect: (1, 2, 7, 8)
