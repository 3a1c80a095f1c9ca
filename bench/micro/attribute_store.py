class P:
    def __init__(self):
        self.x = self.y = self.count = 0


def bench(loops):
    p = P()
    for i in range(loops):
        p.x = i
        p.y += 1
        p.count = p.x + p.y
        del p.count
        p.count = 0
