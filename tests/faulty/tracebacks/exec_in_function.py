def f():
    exec("raise KeyError('k')")
f()
