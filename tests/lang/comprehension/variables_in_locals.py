import sys

y = 0
print([locals()["x"] for x in [1, 2]], [eval("x") for x in [1]])  # expect: [1, 2] [1]
[exec("y = x") for x in [5]]
print(y, "x" in locals())  # expect: 0 False


class C:
    items = [locals()["x"] for x in [3]]


print(C.items)  # expect: [3]


def function():
    lambda: k
    k = 1
    print([locals()["k"] for k in [0]], k)
    sys._getframe().f_locals["more"] = 2
    print(locals()["more"])


function()
# expect: [0] 1
# expect: 2
