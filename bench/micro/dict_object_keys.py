class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        return self.n == other.n


def bench(loops):
    keys = [Key(i) for i in range(20)]
    same = [Key(i) for i in range(20)]
    points = [(i, i + 1) for i in range(20)]
    for _ in range(loops):
        d = {k: 1 for k in keys}
        for k in same:
            d[k]
        e = {p: 1 for p in points}
        for i in range(20):
            e[i, i + 1]
