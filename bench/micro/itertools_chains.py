from itertools import accumulate, chain, combinations, count, groupby, islice, product, repeat


def bench(loops):
    xs = list(range(20))
    for _ in range(loops):
        list(chain(xs, xs)); list(islice(count(), 20)); list(product(xs[:4], repeat=2))
        list(combinations(xs[:6], 2)); list(accumulate(xs))
        for key, group in groupby(xs, lambda x: x // 5):
            list(group)
        for _ in repeat(None, 20):
            pass
