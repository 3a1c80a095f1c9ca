def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
class C:
    def m(self, a): pass
    def n(): pass
    @classmethod
    def c(cls, x): pass
    @staticmethod
    def s(x): pass
attempt(C().m)
attempt(C().m, 1, 2)
attempt(C().n)
attempt(C.m)
attempt(C.c)
attempt(C.c, 1, 2)
attempt(C().s)
attempt(C, 1)
attempt(object, 1)
class D:
    def __init__(self, a): pass
attempt(D)
attempt(D, 1, 2)
class E:
    def __new__(cls, a): return super().__new__(cls)
attempt(E)

# output:
# C.m() missing 1 required positional argument: 'a'
# C.m() takes 2 positional arguments but 3 were given
# C.n() takes 0 positional arguments but 1 was given
# C.m() missing 2 required positional arguments: 'self' and 'a'
# C.c() missing 1 required positional argument: 'x'
# C.c() takes 2 positional arguments but 3 were given
# C.s() missing 1 required positional argument: 'x'
# C() takes no arguments
# object() takes no arguments
# D.__init__() missing 1 required positional argument: 'a'
# D.__init__() takes 2 positional arguments but 3 were given
# E.__new__() missing 1 required positional argument: 'a'
