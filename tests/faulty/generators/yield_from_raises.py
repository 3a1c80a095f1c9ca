def a():
    yield 1
    1 / 0
def b():
    yield from a()
def c():
    yield from b()
list(c())
