def deco(*a):
    raise KeyError(a)
@deco(
    1,
    2,
)
def f():
    pass
