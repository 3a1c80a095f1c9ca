def bench(loops):
    n = 12
    a = [[i + j for j in range(n)] for i in range(n)]
    for _ in range(loops):
        c = [[0] * n for _ in range(n)]
        for i in range(n):
            row = a[i]
            for j in range(n):
                total = 0
                for k in range(n):
                    total += row[k] * a[k][j]
                c[i][j] = total
