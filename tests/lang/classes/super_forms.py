class A:
    x = "A.x"
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c", cls.__name__
    @staticmethod
    def s(): return "A.s"
    @property
    def p(self): return "A.p"
class B(A):
    x = "B.x"
    def f(self): return super().f(), super(B, self).f()
    @classmethod
    def c(cls): return super().c()
    @staticmethod
    def s(): return super(B, B).s()
    @property
    def p(self): return super().p + "+B"
    def attr(self): return super().x
b = B()
print(b.f(), B.c(), B.s(), b.p, b.attr())
s = super(B, b)
print(s.__thisclass__, s.__self__ is b, s.__self_class__)
for bad in (lambda: super(B, 5), lambda: super(5, b), lambda: super(B, A())):
    try:
        bad()
    except TypeError as e:
        print(e)
try:
    super(B, b).nope
except AttributeError as e:
    print(e)
try:
    super(B, b).x = 1
except AttributeError as e:
    print(e)

# output:
# ('A.f', 'A.f') ('A.c', 'B') A.s A.p+B A.x
# <class '__main__.B'> True <class '__main__.B'>
# super(type, obj): obj (instance of int) is not an instance or subtype of type (B).
# super() argument 1 must be a type, not int
# super(type, obj): obj (instance of A) is not an instance or subtype of type (B).
# 'super' object has no attribute 'nope'
# 'super' object has no attribute 'x' and no __dict__ for setting new attributes
