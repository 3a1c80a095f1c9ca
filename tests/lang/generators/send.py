def echo():
    got = yield "ready"
    while got is not None:
        got = yield got * 2
    return "done"
g = echo()
print(next(g), g.send(3), g.send("a"))  # expect: ready 6 aa
try:
    g.send(None)
except StopIteration as e:
    print(e.value)  # expect: done
try:
    echo().send(1)
except TypeError as e:
    print(e)  # expect: can't send non-None value to a just-started generator
