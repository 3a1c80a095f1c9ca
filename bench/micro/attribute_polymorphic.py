class A:
    def __init__(self):
        self.v = 1


class B:
    def __init__(self):
        self.other = 0
        self.v = 2


class C(B):
    pass


def bench(loops):
    xs = [A(), B(), C(), A()]
    total = 0
    for _ in range(loops):
        for x in xs:
            total += x.v
