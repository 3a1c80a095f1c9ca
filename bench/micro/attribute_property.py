class P:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, v):
        self._x = v


def bench(loops):
    p = P()
    for i in range(loops):
        p.x = p.x + 1
