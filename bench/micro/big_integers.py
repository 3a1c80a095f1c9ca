def bench(loops):
    for _ in range(loops):
        a, b = 0, 1
        for _ in range(200):
            a, b = b, a + b
        a * b % (b - 1)
