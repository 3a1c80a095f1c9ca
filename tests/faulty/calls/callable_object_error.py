class A:
    def __call__(self, x):
        return x / 0
A()(1)
