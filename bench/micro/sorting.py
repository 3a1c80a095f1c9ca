DATA = [(i * 7919) % 1009 for i in range(200)]


def bench(loops):
    for _ in range(loops):
        sorted(DATA)
        sorted(DATA, key=lambda x: -x)
