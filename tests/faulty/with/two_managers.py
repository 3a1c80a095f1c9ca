class C:
    def __init__(self, n): self.n = n
    def __enter__(self): return self
    def __exit__(self, kind, value, tb):
        print("exit", self.n, kind.__name__)
with C(1) as a, C(2) as b:
    a.n / (b.n - 2)
