"""Finalisers that make objects with finalisers, and one that recurses without end."""
import sys
n = 0
class A:
    def __init__(self, child=None): self.child = child
    def __del__(self):
        global n
        n += 1
a = None
for i in range(20_000): a = A(a)
del a
print(n)
class B:
    count = 0
    def __del__(self):
        B.count += 1
        if B.count < 5_000:
            B()
B()
print(B.count)
def hook(u): 
    print(type(u.exc_value).__name__, u.object is not None)
sys.unraisablehook = hook
class C:
    def __del__(self): self.f()
    def f(self): self.f()
C()
print("end")
