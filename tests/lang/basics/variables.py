x = 1
y = x
x = 2
print(x, y)  # expect: 2 1
x, y = y, x
print(x, y)  # expect: 1 2
