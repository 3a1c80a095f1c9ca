def bench(loops):
    for _ in range(loops):
        [i * 2 for i in range(30) if i & 1]
        {i: i for i in range(15)}
        {i % 7 for i in range(15)}
        sum(i for i in range(30))
