def f(x):
    assert isinstance(x, int), f"not a number: {x!r}"
    return x
f("a")
