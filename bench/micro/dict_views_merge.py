def bench(loops):
    a = {i: i for i in range(30)}
    b = {i: -i for i in range(15, 45)}
    for _ in range(loops):
        a | b
        {**a, **b}
        a.keys() & b.keys()
        sorted(a.values()); list(a.items()); dict(a.items())
        a == b; a.copy()
