def bench(loops):
    xs = [1, 2, 3]
    for i in range(loops):
        len(xs); abs(i); isinstance(i, int); min(i, 3); ord("a")
