def f():
    class Local(Exception): pass
    raise Local("here")
f()
