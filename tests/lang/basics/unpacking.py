a, *b = [1, 2, 3]
print(a, b)  # expect: 1 [2, 3]
*a, b = "xyz"
print(a, b)  # expect: ['x', 'y'] z
(a, b), c = (1, 2), 3
print(a, b, c)  # expect: 1 2 3
first, *_, last = range(10)
print(first, last)  # expect: 0 9
print([*range(3), *"ab"], {**{"a": 1}, "b": 2})  # expect: [0, 1, 2, 'a', 'b'] {'a': 1, 'b': 2}
