class C:
    @classmethod
    def of_class(cls, x):
        return x

    @staticmethod
    def of_none(x):
        return x


def bench(loops):
    c = C()
    for i in range(loops):
        C.of_class(i); c.of_class(i)
        C.of_none(i); c.of_none(i)
