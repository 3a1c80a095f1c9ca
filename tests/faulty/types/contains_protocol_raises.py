class A:
    def __contains__(self, x): return x.y
5 in A()
