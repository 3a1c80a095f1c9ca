def add(a, b=10):
    return a + b

print(add(1))  # expect: 11
print(add(1, 2))  # expect: 3
print(add(b=3, a=4))  # expect: 7
print(add(*[5, 6]))  # expect: 11
print(add(**{"a": 7}))  # expect: 17
