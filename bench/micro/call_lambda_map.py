def bench(loops):
    xs = list(range(30))
    for _ in range(loops):
        list(map(lambda x: x + 1, xs))
        list(filter(lambda x: x & 1, xs))
        sorted(xs, key=lambda x: -x)
