class A:
    def __lt__(self, other): return self.rank < other.rank
sorted([A(), A()])
