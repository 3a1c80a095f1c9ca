class A:
    def __init__(self, n): self.n = n
    def __lt__(self, o):
        print(self.n, "lt", o.n); return NotImplemented
    def __gt__(self, o):
        print(self.n, "gt", o.n); return NotImplemented
    def __eq__(self, o):
        print(self.n, "eq", o.n); return NotImplemented
class B(A): pass
class C(A):
    def __gt__(self, o):
        print(self.n, "C.gt", o.n); return "C"
try:
    A(1) < A(2)
except TypeError as e:
    print(e)
print(A(1) == A(2))
print(A(1) < C(2))
print(A(1) == B(2))
print(A(1) != A(2))

# output:
# 1 lt 2
# 2 gt 1
# '<' not supported between instances of 'A' and 'A'
# 1 eq 2
# 2 eq 1
# False
# 2 C.gt 1
# C
# 2 eq 1
# 1 eq 2
# False
# 1 eq 2
# 2 eq 1
# True
