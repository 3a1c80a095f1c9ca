def f():
    global g
    g = h
f()
