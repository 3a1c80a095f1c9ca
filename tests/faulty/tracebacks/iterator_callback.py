class A:
    def __iter__(self): return self
    def __next__(self): return self.value
a, b = A()
