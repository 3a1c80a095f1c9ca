xs = [3, 1, 2]
xs.append(5)
print(xs, len(xs))  # expect: [3, 1, 2, 5] 4
print(xs[0], xs[-1], xs[1:3])  # expect: 3 5 [1, 2]
xs[1] = 9
print(xs)  # expect: [3, 9, 2, 5]
print(9 in xs, 7 in xs)  # expect: True False
print([1] + [2], [0] * 3)  # expect: [1, 2] [0, 0, 0]
