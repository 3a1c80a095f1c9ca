class A:
    def __add__(self, other): raise KeyError(other)
A() + 1
