def bench(loops):
    for _ in range(loops):
        i = s = 0
        while i < 200:
            s += i * 2 % 7
            i += 1
