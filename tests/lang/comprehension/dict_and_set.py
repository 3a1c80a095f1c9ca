print({k: v for k, v in [("a", 1), ("b", 2), ("a", 3)]})  # expect: {'a': 3, 'b': 2}
print({v: k for k, v in {"x": 1, "y": 2}.items()})  # expect: {1: 'x', 2: 'y'}
print(sorted({c for c in "hello" if c != "l"}))  # expect: ['e', 'h', 'o']
print({**{i: i for i in range(2)}, 9: 9})  # expect: {0: 0, 1: 1, 9: 9}
try:
    {[]: 1 for _ in range(1)}
except TypeError as e:
    print(e)  # expect: cannot use 'list' as a dict key (unhashable type: 'list')
