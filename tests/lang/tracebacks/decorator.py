def deco(fn):
    raise TypeError("decorator failed")


@deco
def f():
    pass
