def bench(loops):
    words = ["w%d" % i for i in range(30)]
    for _ in range(loops):
        s = set(words)
        s.discard("w3"); s.update(words[:5]); "w7" in s; s.isdisjoint(("x", "y"))
        frozenset(range(20)) & {1, 2, 3}
        {1, 2, 3} <= {1, 2, 3, 4}
        for x in s:
            pass
