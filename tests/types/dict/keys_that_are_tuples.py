"""Keys that are tuples, bytes and mixtures: found by equality, in order of asking, with keys of classes of their own among them."""
from collections import Counter, defaultdict

table = {}
keys = [(1, 2), (1, "2"), ("1", 2), (1, (2, 3)), (1, (2, (3, (4, (5,))))), (), ((),), (b"a", "a"), b"a", "a", 1, 1.5, (True, 0), (None,), (1.5, -0.0)]
for position, key in enumerate(keys):
    table[key] = position
for key in [(1, 2), (1, "2"), ("1", 2), (1, (2, 3)), (1, (2, (3, (4, (5,))))), tuple([]), (tuple([]),), (bytes([97]), "a"), bytes([97]), "a", True, 1.5, (1, False), (None,), (1.5, 0)]:
    print(key, table[key], key in table, table.get(key), table.setdefault(key, "new"))
print(len(table), [table.get(key) for key in [(2, 1), (1,), (1, 2, 3), ("a", b"a"), (1.0, 2.0), (1, (2, (3, (4, (6,)))))]])



asked = set()


class Loud:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        asked.add((self.name, other.name if isinstance(other, Loud) else other))
        return isinstance(other, Loud) and self.name == other.name


a, b = Loud("a"), Loud("b")
table = {(1, a): 1, (1, b): 2, (2, a): 3}
print(table[(1, a)], table[(1, Loud("b"))], table[(2, Loud("a"))], (3, a) in table)
table = {a: 1, b: 2, 7: 3}
print(table[7], table.get(7.0), table.get(Loud("b")), sorted(asked, key=str))


class Text(str):
    def __eq__(self, other):
        print("text asked")
        return str.__eq__(self, other)

    __hash__ = str.__hash__


table = {("x", "y"): 1}
print(table[(Text("x"), "y")], table.get((Text("z"), "y")), {Text("k"): 1}["k"], {"k": 1}[Text("k")])

count = Counter()
for i in range(100):
    count[i % 7, "abc"[i % 3]] += 1
print(count[(0, "a")], count.most_common(2), count[9, "a"])
del count[0, "a"], count["never there"]
print((0, "a") in count)
groups = defaultdict(list)
for i in range(10):
    groups[i % 2, b"k"].append(i)
print(dict(groups))


class Half(dict):
    def __delitem__(self, key):
        print("deleting", key)
        super().__delitem__(key)


half = Half()
half[1, 2] = 3
half[1, 2] += 1
del half[1, 2]
print(half)


class Swapped(dict):
    __delitem__ = dict.__contains__


swapped = Swapped({1: 2})
swapped[3] = 4
del swapped[3]
print(swapped)
