A = 3**2000
B = 7**1500


def bench(loops):
    for _ in range(loops):
        A * B; A // B; A % B; A + B; A >> 100
        pow(3, 1000, B)
