def count(n):
    while n > 0:
        yield n
        n -= 1

print(list(count(3)))
for x in count(2):
    print(x)
g = count(1)
print(next(g))
print(next(g, "end"))

# output:
# [3, 2, 1]
# 2
# 1
# 1
# end
