class A:
    x = 1
    def __getattribute__(self, n):
        print("getattribute", n)
        if n == "gone": raise AttributeError("custom")
        return super().__getattribute__(n)
    def __getattr__(self, n):
        print("getattr", n)
        return "fallback"
a = A()
print(a.x)
print(a.gone)
print(a.nothing)
class B:
    @property
    def p(self): raise AttributeError("inside property")
    def __getattr__(self, n): return "hidden by getattr"
print(B().p)
print(hasattr(A(), "y"), getattr(B(), "q", 0))

# output:
# getattribute x
# 1
# getattribute gone
# getattr gone
# fallback
# getattribute nothing
# getattr nothing
# fallback
# hidden by getattr
# getattribute y
# getattr y
# True hidden by getattr
