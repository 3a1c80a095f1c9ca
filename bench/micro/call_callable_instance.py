class Add:
    def __init__(self, n):
        self.n = n

    def __call__(self, x):
        return x + self.n


def bench(loops):
    add = Add(3)
    for i in range(loops):
        add(i)
        add(1)
