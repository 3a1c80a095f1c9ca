print([x * x for x in range(5)])  # expect: [0, 1, 4, 9, 16]
print([x for x in range(10) if x % 3 == 0])  # expect: [0, 3, 6, 9]
print({x: x + 1 for x in range(3)})  # expect: {0: 1, 1: 2, 2: 3}
print(sorted({x % 3 for x in range(9)}))  # expect: [0, 1, 2]
print(sum(x for x in range(5)))  # expect: 10
print([(a, b) for a in "ab" for b in range(2)])  # expect: [('a', 0), ('a', 1), ('b', 0), ('b', 1)]
