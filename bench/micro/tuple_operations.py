def bench(loops):
    t = (1, 2, 3)
    for i in range(loops):
        u = (i, i + 1)
        t + u; t == u; t < u; hash(t); t[1]; t[1:]; 3 in t; len(u)
        tuple([1, 2, 3]); min(t); t.index(2)
