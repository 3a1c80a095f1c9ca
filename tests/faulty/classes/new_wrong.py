class A:
    def __new__(cls): return object.__new__(int)
A()
