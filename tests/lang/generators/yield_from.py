def inner():
    x = yield 1
    print("inner got", x)
    y = yield 2
    print("inner got", y)
    return "result"
def outer():
    r = yield from inner()
    print("outer got", r)
    yield from [10, 20]
    return (yield from ())
g = outer()
print(next(g))
print(g.send("a"))
print(g.send("b"))
print(list(g))
def f():
    yield from 5
try:
    next(f())
except TypeError as e:
    print(e)

# output:
# 1
# inner got a
# 2
# inner got b
# outer got result
# 10
# [20]
# 'int' object is not iterable
