def deco(n):
    1 / n
@deco(0)
def f():
    pass
