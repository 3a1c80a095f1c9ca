class A:
    def __del__(self): raise ValueError("first told")
def f():
    a = A()
    raise KeyError("then this")
try:
    f()
except KeyError:
    pass
1 / 0
