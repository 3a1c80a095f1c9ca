xs = [1, 2, 3, 4]
for x in xs:
    if x % 2 == 0: xs.remove(x)
print(xs)  # expect: [1, 3]
xs = [1]
for x in xs:
    if len(xs) < 5: xs.append(x + 1)
print(xs)  # expect: [1, 2, 3, 4, 5]
xs = [1, 2, 3]
for x in xs:
    xs.clear()
print(x, xs)  # expect: 1 []
