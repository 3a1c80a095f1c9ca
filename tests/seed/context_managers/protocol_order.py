"""Every step of a with statement, in order, and what happens when each one fails."""


class CM:
    def __init__(self, name, enter=None, exit=None, swallow=False):
        print("  make", name)
        self.name, self.enter, self.exit, self.swallow = name, enter, exit, swallow

    def __enter__(self):
        print("  enter", self.name)
        if self.enter:
            raise self.enter
        return self.name.upper()

    def __exit__(self, kind, value, tb):
        print("  exit", self.name, kind.__name__ if kind else None, value, tb is not None)
        if self.exit:
            raise self.exit
        return self.swallow


def run(title, f):
    print(title)
    try:
        print("  ->", f())
    except Exception as e:
        chain = []
        while e:
            chain.append(repr(e))
            e = e.__context__
        print("  raised", " while ".join(chain))


def plain():
    with CM("a") as a, CM("b") as b:
        return a + b


def body_fails():
    with CM("a"), CM("b"):
        raise ValueError("body")


def inner_swallows():
    with CM("a"), CM("b", swallow=True):
        raise ValueError("body")
    return "reached"


def outer_swallows():
    with CM("a", swallow="truthy"):
        with CM("b"):
            raise ValueError("body")
        print("  not reached")
    return "reached"


def enter_fails():
    with CM("a"), CM("b", enter=OSError("enter b")), CM("c"):
        print("  not reached")


def exit_fails():
    with CM("a"), CM("b", exit=OSError("exit b")):
        return "lost"


def both_fail():
    with CM("a", exit=KeyError("exit a")), CM("b", exit=OSError("exit b")):
        raise ValueError("body")


def swallow_on_return():
    for i in range(3):
        with CM(str(i), swallow=True):
            if i == 1:
                break
            continue
    return i


def rebind():
    with CM("first") as x:
        x = CM("second")
    return x.name


def targets():
    store = {}
    xs = [0]
    with CM("t") as store["key"], CM("u") as xs[0], CM("vw") as (p, q):
        return store, xs, p, q


def bad_target():
    with CM("long name") as (p, q):
        print("  not reached")


def make_fails():
    with CM("a"), CM(undefined):
        print("  not reached")


def raise_same():
    class Same(CM):
        def __exit__(self, kind, value, tb):
            super().__exit__(kind, value, tb)
            raise value
    with Same("same"):
        raise ValueError("once")


def inside_generator():
    def g():
        with CM("g"):
            yield 1
            yield 2
    for x in g():
        return x


def nested_functions():
    with CM("outer"):
        def f():
            with CM("inner"):
                return 1 / 0
        return f()


for f in (plain, body_fails, inner_swallows, outer_swallows, enter_fails, exit_fails, both_fail, swallow_on_return, rebind, targets, bad_target, make_fails, raise_same, inside_generator, nested_functions):
    run(f.__name__, f)
