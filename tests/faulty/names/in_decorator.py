@missing
def f():
    pass
