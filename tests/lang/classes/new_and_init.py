class A:
    def __new__(cls, *a, **k):
        print("new", cls.__name__, a, k)
        return super().__new__(cls)
    def __init__(self, *a, **k):
        print("init", a, k)
A(1, x=2)
class B:
    def __new__(cls): return 5
    def __init__(self): print("never")
print(B())
class C:
    def __init__(self): return 5
try:
    C()
except TypeError as e:
    print(e)
class D(tuple):
    def __new__(cls, *xs): return super().__new__(cls, xs)
print(D(1, 2), type(D(1)).__name__)
class E(int):
    def __init__(self, v, extra=None): self.extra = extra
class F(E):
    def __new__(cls, v, extra=None): return super().__new__(cls, v)
print(F(7, "x") + 1, F(7, "x").extra)
try:
    E(1, "x")
except TypeError as e:
    print(e)
class G: pass
for f in (lambda: G(1), lambda: object.__new__(int), lambda: object.__new__(5), lambda: object.__new__(), lambda: int.__new__(str)):
    try:
        f()
    except TypeError as e:
        print(e)

# output:
# new A (1,) {'x': 2}
# init (1,) {'x': 2}
# 5
# __init__() should return None, not 'int'
# (1, 2) D
# 8 x
# 'str' object cannot be interpreted as an integer
# G() takes no arguments
# object.__new__(int) is not safe, use int.__new__()
# object.__new__(X): X is not a type object (int)
# object.__new__(): not enough arguments
# int.__new__(str): str is not a subtype of int
