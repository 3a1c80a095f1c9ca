xs = list(range(6))
xs[1:3] = "abc"
print(xs)  # expect: [0, 'a', 'b', 'c', 3, 4, 5]
xs[:0] = [9]
print(xs)  # expect: [9, 0, 'a', 'b', 'c', 3, 4, 5]
xs[::2] = [0, 0, 0, 0]
print(xs)  # expect: [0, 0, 0, 'b', 0, 3, 0, 5]
del xs[::2]
print(xs)  # expect: [0, 'b', 3, 5]
xs[5:1] = ["in"]
print(xs)  # expect: [0, 'b', 3, 5, 'in']
try:
    xs[::2] = [1]
except ValueError as e:
    print(e)  # expect: attempt to assign sequence of size 1 to extended slice of size 3
try:
    xs[0:1] = 5
except TypeError as e:
    print(e)  # expect: must assign iterable to extended slice
