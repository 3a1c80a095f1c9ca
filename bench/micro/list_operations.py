def bench(loops):
    for _ in range(loops):
        xs = []
        for i in range(30):
            xs.append(i)
        xs[3] = xs[5] + xs[7]
        xs.pop(); xs.insert(0, 1); xs.reverse()
        xs[2:8]; xs + xs; 29 in xs
