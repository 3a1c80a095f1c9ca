class V:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x

    def __add__(self, o):
        return V(self.x + o.x)

    def __eq__(self, o):
        return self.x == o.x

    def __lt__(self, o):
        return self.x < o.x


def bench(loops):
    a, b = V(1), V(2)
    for _ in range(loops):
        a + b
        a == b
        a < b
