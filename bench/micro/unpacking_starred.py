def bench(loops):
    xs = list(range(10))
    pairs = [(i, (i, i)) for i in range(10)]
    for _ in range(loops):
        a, *b = xs
        *a, b = xs
        first, *_, last = xs
        [*xs, *xs]; (*xs, 1); {*xs}
        for i, (j, k) in pairs:
            pass
