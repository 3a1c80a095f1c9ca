import random


def bench(loops):
    r = random.Random(1)
    xs = list(range(10))
    for _ in range(loops):
        r.random(); r.randint(1, 100); r.choice(xs); r.shuffle(xs); r.uniform(0, 1); r.gauss(0, 1)
