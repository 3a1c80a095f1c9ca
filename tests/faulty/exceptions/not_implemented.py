def f():
    raise NotImplementedError("later")
f()
