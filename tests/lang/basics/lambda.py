f = lambda x, y=2: x + y
print(f(1), f(1, 1))  # expect: 3 2
print(list(map(lambda x: x * 2, [1, 2])))  # expect: [2, 4]
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))  # expect: ['ccc', 'bb', 'a']
print((lambda *a, **k: (a, k))(1, 2, z=3))  # expect: ((1, 2), {'z': 3})
