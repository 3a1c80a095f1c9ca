class A: pass
A[int]
