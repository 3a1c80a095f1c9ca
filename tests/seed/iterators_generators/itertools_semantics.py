"""Laziness and sharing in itertools: what is consumed, when, and by whom."""
import itertools as it


def src(label, n):
    for i in range(n):
        print(f"  {label}{i}", end="")
        yield i


def show(label, x):
    print(f" | {label}: {x}")


a, b = it.tee(src("t", 3))
show("tee a", [next(a), next(a)])
show("tee b", list(b))
show("tee a rest", list(a))
show("islice", list(it.islice(src("s", 10), 1, 6, 2)))
g = src("c", 3)
show("chain", list(it.chain(g, g, "x")))
show("chain lazy", list(it.islice(it.chain.from_iterable(src(l, 2) for l in "pq"), 3)))
show("takewhile", list(it.takewhile(lambda x: x < 2, src("w", 5))))
g = src("d", 4)
show("dropwhile", (list(it.dropwhile(lambda x: x < 2, g)), list(g)))
show("cycle", list(it.islice(it.cycle(src("y", 2)), 5)))
show("zip_longest", list(it.zip_longest(src("z", 2), "abc", fillvalue="-")))
show("product", list(it.product("ab", range(2))))
show("repeat", (list(it.repeat(5, 2)), list(it.product([1, 2], repeat=2))))
show("permutations", list(it.permutations("abc", 2)))
show("combinations", (list(it.combinations("abcd", 2))[:3], list(it.combinations_with_replacement("ab", 2))))
show("accumulate", (list(it.accumulate([1, 2, 3])), list(it.accumulate([3, 1, 2], max, initial=0))))
show("groupby", [(k, list(v)) for k, v in it.groupby("aabccc")])
groups = [(k, v) for k, v in it.groupby("aab")]
show("groupby spent", [(k, list(v)) for k, v in groups])
show("starmap", list(it.starmap(pow, [(2, 3), (3, 2)])))
show("compress", list(it.compress("abcd", [1, 0, True, ""])))
show("filterfalse", list(it.filterfalse(None, [0, 1, "", "a"])))
show("pairwise", list(it.pairwise(src("v", 4))))
show("batched", list(it.batched("abcdefg", 3)))
show("count", list(it.islice(it.count(10, -3), 3)) + list(it.islice(it.count(0.5, 0.5), 2)))
for f in (lambda: list(it.batched("abc", 2, strict=True)), lambda: it.batched("a", 0), lambda: it.islice([], -1), lambda: it.combinations("a", -1), lambda: it.repeat(), lambda: it.product(5), lambda: list(it.starmap(pow, [5])), lambda: it.tee([], -1), lambda: list(it.accumulate([1, "a"])), lambda: it.count("a")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(list(it.islice(it.count(2**62 - 1), 3)), repr(it.count(5)), repr(it.repeat("x", 2)), it.count(1, 2).__next__())
