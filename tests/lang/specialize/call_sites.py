def call(f, *a): return f(*a)
def one(f, x): return f(x)
def f0(x): return ("f0", x)
def f1(x, y=2): return ("f1", x, y)
def f2(*a): return ("f2", a)
def f3(x, **k): return ("f3", x, k)
def f4(x, *, k=1): return ("f4", x, k)
class C:
    def __init__(self, x): self.x = x
    def __call__(self, x): return ("call", x)
    def m(self, x): return ("m", x)
    @classmethod
    def c(cls, x): return ("c", x)
    @staticmethod
    def s(x): return ("s", x)
    def __repr__(self): return f"C({self.x})"
class N:
    def __new__(cls, x): return ("new", x)
class Sub(C): pass
def g(x): yield x
async def co(x): return x
from functools import partial
c = C(0)
fs = [f0, f1, f2, f3, f4, lambda x: ("lambda", x), C, Sub, c, c.m, C.c, c.c, C.s, N, str, int, len.__class__ and abs, partial(f1, 9), (5).__add__, [].__class__, float, bool, type, repr, [1, 2, 3].__getitem__]
for _ in range(3): out = [one(f, 1) if f is not fs[19] else one(f, "ab") for f in fs]
print(out)
print(next(one(g, 5)), one(co, 1).close())
for bad in (lambda: 0, lambda a, b: 0, 5, None, len, C(0).m.__func__):
    try:
        one(bad, 1)
    except TypeError as e:
        print(str(e).replace("<lambda>", "L"))
f0.__code__ = (lambda x: ("new code", x)).__code__
print(one(f0, 1))
f1.__defaults__ = (99,)
print(one(f1, 1))
f1.__defaults__ = None
try:
    one(f1, 1)
except TypeError as e:
    print(e)
C.__call__ = lambda self, x: ("replaced call", x)
print(one(c, 1))
C.__init__ = lambda self, x: setattr(self, "x", x * 10)
print(one(C, 1), one(Sub, 2))
C.__new__ = lambda cls, x: ("new now", x)
print(one(C, 1), one(Sub, 2))
del C.__call__
try:
    one(c, 1)
except TypeError as e:
    print(e)
def rec(n): return 0 if n == 0 else 1 + one(rec, n - 1)
print(rec(100))

# output:
# [('f0', 1), ('f1', 1, 2), ('f2', (1,)), ('f3', 1, {}), ('f4', 1, 1), ('lambda', 1), C(1), C(1), ('call', 1), ('m', 1), ('c', 1), ('c', 1), ('s', 1), ('new', 1), '1', 1, 1, ('f1', 9, 1), 6, ['a', 'b'], 1.0, True, <class 'int'>, '1', 2]
# 5 None
# L() takes 0 positional arguments but 1 was given
# L() missing 1 required positional argument: 'b'
# 'int' object is not callable
# 'NoneType' object is not callable
# object of type 'int' has no len()
# C.m() missing 1 required positional argument: 'x'
# ('new code', 1)
# ('f1', 1, 99)
# f1() missing 1 required positional argument: 'y'
# ('replaced call', 1)
# C(10) C(20)
# ('new now', 1) ('new now', 2)
# 'C' object is not callable
# 100
