class A: pass
a = A()
a.__dict__ = 1
