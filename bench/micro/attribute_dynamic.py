class Missing:
    def __init__(self):
        self.x = 1

    def __getattr__(self, name):
        return name


class Descriptor:
    def __get__(self, instance, owner):
        return 1

    def __set__(self, instance, value):
        pass


class C:
    field = Descriptor()


def bench(loops):
    m, c = Missing(), C()
    for _ in range(loops):
        m.x; m.y
        getattr(m, "x"); setattr(m, "x", 2); hasattr(c, "nothing")
        c.field; c.field = 3
