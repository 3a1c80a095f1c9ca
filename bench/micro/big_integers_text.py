A = 3**3000
TEXT = str(A)


def bench(loops):
    for _ in range(loops):
        str(A)
        int(TEXT)
        hex(A)
