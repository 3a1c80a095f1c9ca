class A:
    def __format__(self, spec): return 1
format(A())
