class A:
    @staticmethod
    def f(x): return x + 1
A.f("a")
