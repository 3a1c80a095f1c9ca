a, *b, c = range(5)
print(a, b, c)
*a, = "xy"
print(a)
a, (b, *c), *d = 1, "xyz", 4, 5
print(a, b, c, d)
for first, *rest in [(1, 2, 3), "ab"]:
    print(first, rest)
x = *range(2), *"z"
print(x)
[*p, q] = (9,)
print(p, q)

# output:
# 0 [1, 2, 3] 4
# ['x', 'y']
# 1 x ['y', 'z'] [4, 5]
# 1 [2, 3]
# a ['b']
# (0, 1, 'z')
# [] 9
