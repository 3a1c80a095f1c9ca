def bench(loops):
    words = ["name%d" % i for i in range(20)]
    others = ["name%d" % i for i in range(20)]
    for _ in range(loops):
        for a, b in zip(words, others):
            a == b; a < b; a != "name3"
        set(words)
