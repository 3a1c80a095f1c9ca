class A:
    def one(self): return self.two(1)
    def two(self, x): return A.three(x)
    @staticmethod
    def three(x): return x.y
A().one()
