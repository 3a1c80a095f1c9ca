def bench(loops):
    for _ in range(loops):
        d = {}
        for i in range(20):
            d[i] = i
        for k in ("a", "b", "c", "d"):
            d[k] = d.get(k, 0) + 1
        for k, v in d.items():
            pass
        "a" in d; d.pop("b"); d["c"]
