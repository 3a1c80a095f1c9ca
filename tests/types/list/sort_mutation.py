xs = [3, 2, 1]
def key(x):
    xs.append(9)
    return x
try:
    xs.sort(key=key)
except ValueError as e:
    print(e, xs)
ys = [2, 1]
def peek(x):
    print("during sort:", ys)
    return x
ys.sort(key=peek)
print(ys)
zs = [3, 1, 2]
def fail(x):
    if x == 2: raise RuntimeError("key failed")
    return x
try:
    zs.sort(key=fail)
except RuntimeError as e:
    print(e, zs)

# output:
# list modified during sort [1, 2, 3]
# during sort: []
# during sort: []
# [1, 2]
# key failed [3, 1, 2]
