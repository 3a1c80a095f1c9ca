def bench(loops):
    a, b = set(range(30)), set(range(15, 45))
    for _ in range(loops):
        a | b; a & b; a - b; 20 in a
        c = set()
        for i in range(20):
            c.add(i & 7)
