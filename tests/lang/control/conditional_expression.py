def t(x):
    print("eval", x)
    return x
print(t(1) if t(True) else t(2))
print(t(1) if t(0) else t(2))
print("a" if 0 else "b" if 0 else "c")
print((lambda: 1 if 0 else 2)())

# output:
# eval True
# eval 1
# 1
# eval 0
# eval 2
# 2
# c
# 2
