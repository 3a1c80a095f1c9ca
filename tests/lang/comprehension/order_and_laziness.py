def src(n):
    print("src", n)
    return range(n)
g = (print("body", x) or x for x in src(2))
print("created")
print(list(g))
d = {print("k", i) or i: print("v", i) or i for i in range(2)}
try:
    g = (x for x in 5)
except TypeError as e:
    print(e)
g = (y for x in [1] for y in x)
try:
    next(g)
except TypeError as e:
    print(e)

# output:
# src 2
# created
# body 0
# body 1
# [0, 1]
# k 0
# v 0
# k 1
# v 1
# 'int' object is not iterable
# 'int' object is not iterable
