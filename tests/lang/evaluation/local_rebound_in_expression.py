# A local read as an operand keeps its old value when a later operand rebinds it.
def f():
    x = 1
    a = x + (x := 5)
    b = x - (x := 2) * x
    c = [x, (x := 7), x]
    d = (x, (x := x + 1), x)
    e = {x: (x := 3), "k": x}
    g = x < (x := 10) < x + 5
    h = f"{x} {(x := 1)} {x}"
    return a, b, c, d, e, g, h, x
print(f())  # expect: (6, 1, [2, 7, 7], (7, 8, 8), {8: 3, 'k': 3}, True, '10 1 1', 1)
def args(*a, **k): return a, k
def calls():
    x = 1
    a = args(x, x := 2, x, k=x, j=(x := 9))
    b = args(*[x], x := 4, *[x], **{"z": x})
    xs = [1, 2, 3]
    c = xs[0] + (xs := [10])[0]
    i = 0
    d = xs[i], (i := -1), xs[i]
    return a, b, c, d
print(calls())  # expect: (((1, 2, 2), {'k': 2, 'j': 9}), ((9, 4, 4), {'z': 4}), 11, (10, -1, 10))
def augmented():
    x = 1
    x += (x := 10)
    y = [1]
    z = y
    y += (y := [2])
    s = "a"
    s = s + (s := "b") + s
    return x, y, z, s
print(augmented())  # expect: (11, [1, 2], [1, 2], 'abb')
