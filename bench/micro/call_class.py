class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y


def bench(loops):
    for i in range(loops):
        P(i, i)
        P(i, 2)
