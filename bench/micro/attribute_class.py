class Base:
    LIMIT = 10
    table = {}


class C(Base):
    own = 1


def bench(loops):
    c = C()
    for i in range(loops):
        C.own; C.LIMIT; c.own; c.LIMIT
        c.table
        C.own = i
