def bench(loops):
    for _ in range(loops):
        x = 0.5
        for i in range(100):
            x = 3.7 * x * (1.0 - x) + 0.001
