class A:
    def m(self): return "A.m"
    @classmethod
    def c(cls): return cls.__name__
    @staticmethod
    def s(): return "s"
class B(A): pass
def call(o): return o.m()
b = B()
for _ in range(30): call(b)
print(call(b))
B.m = lambda self: "B.m"
print(call(b))
b.m = lambda: "instance"
print(call(b))
del b.m
print(call(b))
del B.m
print(call(b))
A.m = lambda self: "A.m again"
print(call(b))
A.m = staticmethod(lambda: "static now")
print(call(b))
A.m = classmethod(lambda cls: f"class now {cls.__name__}")
print(call(b))
A.m = property(lambda self: lambda: "property now")
print(call(b))
class Callable:
    def __call__(self): return "callable object"
A.m = Callable()
print(call(b))
class Desc:
    def __get__(self, o, t): return lambda: f"descriptor {t.__name__}"
A.m = Desc()
print(call(b))
A.m = len
try:
    call(b)
except TypeError as e:
    print(e)
A.m = 5
try:
    call(b)
except TypeError as e:
    print(e)
del A.m
try:
    call(b)
except AttributeError as e:
    print(e)
A.__getattr__ = lambda self, n: lambda: f"getattr {n}"
print(call(b))
class C:
    def m(self): return "C.m"
B.__bases__ = (C,)
print(call(b))
b.__class__ = C
print(call(b))
for o in (b, A(), type("T", (), {"m": lambda self: "T.m"})(), "no") :
    try:
        print(call(o))
    except AttributeError as e:
        print(e)
def c(o): return o.c(), o.s()
class D(A):
    pass
for o in [A(), D(), A, D] * 10: r = c(o)
print([c(o) for o in (A(), D(), A, D)])

# output:
# A.m
# B.m
# instance
# B.m
# A.m
# A.m again
# static now
# class now B
# property now
# callable object
# descriptor B
# len() takes exactly one argument (0 given)
# 'int' object is not callable
# 'B' object has no attribute 'm'
# getattr m
# C.m
# C.m
# C.m
# getattr m
# T.m
# 'str' object has no attribute 'm'
# [('A', 's'), ('D', 's'), ('A', 's'), ('D', 's')]
