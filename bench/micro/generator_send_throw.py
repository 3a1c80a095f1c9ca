def accumulate():
    total = 0
    while True:
        try:
            total += yield total
        except ValueError:
            total = 0


def bench(loops):
    g = accumulate()
    next(g)
    for i in range(loops):
        g.send(i); g.send(1); g.send(2)
        g.throw(ValueError)
