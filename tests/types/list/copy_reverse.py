a = [1, [2]]
b = a.copy()
b[1].append(3); b.append(4)
print(a, b)  # expect: [1, [2, 3]] [1, [2, 3], 4]
a.reverse(); print(a)  # expect: [[2, 3], 1]
print([].reverse(), [1].copy(), list(reversed([1, 2, 3])))  # expect: None [1] [3, 2, 1]
it = reversed([1, 2])
print(next(it), it.__length_hint__(), list(it), next(it, "end"))  # expect: 2 1 [1] end
