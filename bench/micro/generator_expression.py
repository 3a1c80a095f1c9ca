def bench(loops):
    xs = list(range(40))
    for _ in range(loops):
        sum(x * x for x in xs)
        max(x for x in xs if x & 1)
        all(x >= 0 for x in xs)
        "".join(c for c in "hello")
