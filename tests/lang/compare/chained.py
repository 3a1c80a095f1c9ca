def t(x):
    print("eval", x)
    return x
print(t(1) < t(2) < t(3))
print(t(1) > t(2) > t(3))
print(1 < 2 > 1 == 1 != 2, 3 in [3] == [3])
print((1 < 2) < 3, 1 < (2 < 3))

# output:
# eval 1
# eval 2
# eval 3
# True
# eval 1
# eval 2
# False
# True True
# True False
