print("a", "b", sep="-", end="!\n")
print("x", end="")
print("y", "z", sep=None)
print(*[1, 2, 3], sep="\n")

# output:
# a-b!
# xy z
# 1
# 2
# 3
