def bench(loops):
    xs = list(range(50))
    for _ in range(loops):
        xs[10:20]; xs[::-1]; xs[:]; xs[-5:]
        ys = xs[:10]
        ys[2:4] = [1, 2, 3]; ys.insert(3, 0); ys.pop(0); ys.remove(9); del ys[1:3]
        ys += xs; ys.extend(xs); ys.index(30); 40 in ys
        xs + ys; xs * 2; xs == ys
