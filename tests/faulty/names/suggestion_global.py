configuration = 1
def f():
    return configuraton
f()
