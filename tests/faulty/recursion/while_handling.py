def f():
    try:
        f()
    except RecursionError:
        raise ValueError("deep")
def g():
    try:
        h()
    except KeyError:
        raise LookupError("outer") from None
def h():
    {}["k"]
g()
