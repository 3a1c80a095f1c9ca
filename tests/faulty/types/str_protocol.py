class A:
    def __str__(self): return 1
str(A())
