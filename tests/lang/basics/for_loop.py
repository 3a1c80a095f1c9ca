for i in range(3):
    print(i)
for c in "ab":
    print(c)
for k in {"x": 1, "y": 2}:
    print(k)
for i in []:
    pass
else:
    print("empty ran else")

# output:
# 0
# 1
# 2
# a
# b
# x
# y
# empty ran else
