from collections import Counter, OrderedDict, defaultdict

WORDS = "the quick brown fox jumps over the lazy dog the end".split()


def bench(loops):
    for _ in range(loops):
        Counter(WORDS)
        d = defaultdict(list)
        for word in WORDS:
            d[word].append(1)
        e = {}
        for word in WORDS:
            e.setdefault(word, []).append(word)
        OrderedDict.fromkeys(WORDS)
