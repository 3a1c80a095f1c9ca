class A:
    def who(self): return __class__.__name__
    def sup(self): return super().__repr__ is not None
class B(A): pass
print(B().who(), B().sup())  # expect: A True
class C:
    def m(self):
        def inner(): return __class__
        return inner()
print(C().m() is C)  # expect: True
def f():
    try:
        return super()
    except RuntimeError as e:
        print(e)  # expect: super(): no arguments
f()
def g(x):
    try:
        return super()
    except RuntimeError as e:
        print(e)  # expect: super(): __class__ cell not found
g(1)
