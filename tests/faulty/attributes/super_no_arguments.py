def f():
    super()
f()
