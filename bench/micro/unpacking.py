def bench(loops):
    t, xs = (1, 2, 3), [4, 5, 6, 7]
    for _ in range(loops):
        a, b, c = t
        a, b = b, a
        first, *rest = xs
        [*t, *xs]
        {**{"a": 1}, "b": 2}
        for i, (x, y) in enumerate(((1, 2), (3, 4))):
            pass
