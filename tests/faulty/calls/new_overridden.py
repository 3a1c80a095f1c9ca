class A:
    def __new__(cls): return super().__new__(cls)
A(1)
