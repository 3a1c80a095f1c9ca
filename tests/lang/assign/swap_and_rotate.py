a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)  # expect: 3 1 2
xs = [1, 2, 3, 4]
xs[0], xs[-1] = xs[-1], xs[0]
print(xs)  # expect: [4, 2, 3, 1]
xs[1:3], y = "ab", 5
print(xs, y)  # expect: [4, 'a', 'b', 1] 5
i = 1
xs = [0, 1, 2]
xs[i], i = i + 10, 0
print(xs, i)  # expect: [0, 11, 2] 0
