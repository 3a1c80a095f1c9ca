def t(x):
    print("eval", x)
    return x
def f(*a, **k):
    return a, k
def get():
    print("callee")
    return f
print(get()(t(1), *t([2]), t(3), k=t(4), **t({"z": 5})))
print(get()(k=t(1), *t([2])))

# output:
# callee
# eval 1
# eval [2]
# eval 3
# eval 4
# eval {'z': 5}
# ((1, 2, 3), {'k': 4, 'z': 5})
# callee
# eval [2]
# eval 1
# ((2,), {'k': 1})
