def bench(loops):
    rows = [list(range(10)) for _ in range(10)]
    for _ in range(loops):
        [x for row in rows for x in row if x & 1]
        [[row[i] for row in rows] for i in range(10)]
        {x: i for i, x in enumerate(rows[0])}
        {x % 3 for x in rows[1]}
