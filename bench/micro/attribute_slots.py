class P:
    __slots__ = ("x", "y")

    def __init__(self):
        self.x, self.y = 1, 2


def bench(loops):
    p = P()
    for _ in range(loops):
        p.x = p.y + 1
        p.y = p.x - 1
