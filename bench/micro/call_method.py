class C:
    def __init__(self):
        self.n = 0

    def add(self, k):
        self.n += k
        return self


def bench(loops):
    c = C()
    for _ in range(loops):
        c.add(1).add(2).add(3)
