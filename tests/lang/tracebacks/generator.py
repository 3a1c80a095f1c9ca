def g():
    yield 1
    raise RuntimeError("in generator")


def use():
    for x in g():
        print(x)


use()
