from operator import attrgetter, itemgetter


class P:
    def __init__(self, x):
        self.x = x


ROWS = [(i * 7919 % 101, str(i)) for i in range(100)]
POINTS = [P(i * 7919 % 101) for i in range(100)]


def bench(loops):
    for _ in range(loops):
        sorted(ROWS)
        sorted(ROWS, key=itemgetter(1), reverse=True)
        sorted(POINTS, key=attrgetter("x"))
        sorted(POINTS, key=lambda p: p.x)
