class A:
    @classmethod
    def make(cls, *a): return cls.__name__, a
    @staticmethod
    def plain(*a): return a
class B(A): pass
print(A.make(1), B.make(2), B().make(3), A.plain(4), B().plain(5))  # expect: ('A', (1,)) ('B', (2,)) ('B', (3,)) (4,) (5,)
print(type(A.__dict__["make"]).__name__, type(A.__dict__["plain"]).__name__)  # expect: classmethod staticmethod
print(A.make.__self__ is A, A.__dict__["make"].__func__.__name__, A.__dict__["plain"](9))  # expect: True make (9,)
print(A.__dict__["plain"].__wrapped__.__name__, A.__dict__["make"].__wrapped__.__name__)  # expect: plain make
class C:
    @staticmethod
    def s(): return "s"
    t = s
    u = s()
print(C.t(), C.u)  # expect: s s
