def bench(loops):
    for _ in range(loops):
        n, steps = 27, 0
        while n != 1 and steps < 200:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
            if n is None or not n:
                break
