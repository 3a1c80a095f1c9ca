class A:
    def __init__(self, x):
        self.x = x

    def area(self):
        return self.x


class B(A):
    def __init__(self, x):
        super().__init__(x)

    def area(self):
        return super().area() + 1


def bench(loops):
    for i in range(loops):
        B(i).area()
