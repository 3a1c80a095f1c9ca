def bench(loops):
    xs, ys = list(range(30)), list(range(30))
    for _ in range(loops):
        for i, x in enumerate(xs): pass
        for x, y in zip(xs, ys): pass
        list(map(str, xs)); list(filter(None, xs)); list(reversed(xs))
        any(x > 50 for x in xs); sum(xs); max(xs)
