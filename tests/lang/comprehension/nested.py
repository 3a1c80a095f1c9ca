print([[j for j in range(i)] for i in range(4)])  # expect: [[], [0], [0, 1], [0, 1, 2]]
print([i * j for i in range(3) for j in range(3) if i != j])  # expect: [0, 0, 0, 2, 0, 2]
print([(x, y) for x in range(4) if x % 2 for y in range(x) if y])  # expect: [(3, 1), (3, 2)]
print({i: {j for j in range(i)} for i in range(3)})  # expect: {0: set(), 1: {0}, 2: {0, 1}}
m = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in m] for i in range(3)])  # expect: [[1, 4], [2, 5], [3, 6]]
print([x for xs in m for x in xs])  # expect: [1, 2, 3, 4, 5, 6]
