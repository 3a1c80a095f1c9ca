def deco(f):
    raise ValueError(f.__name__)
@deco
def f():
    pass
