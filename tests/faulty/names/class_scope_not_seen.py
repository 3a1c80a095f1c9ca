class A:
    size = 3
    def f(self):
        return [size for _ in range(2)]
A().f()
