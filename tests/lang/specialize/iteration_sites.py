def total(it):
    r = []
    for x in it: r.append(x)
    return r
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
class It:
    def __init__(self): self.n = 2
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration
        self.n -= 1
        return self.n
def gen():
    yield "g"
class L(list):
    def __iter__(self): return iter("own")
sources = [lambda: [1, 2], lambda: (3, 4), lambda: range(2), lambda: range(5, 0, -2), lambda: "ab", lambda: {"k": 1}, lambda: {"k": 1}.items(), lambda: {5}, lambda: gen(), lambda: Old(), lambda: It(), lambda: L([1]), lambda: b"a", lambda: enumerate("x"), lambda: zip("a", "b"), lambda: map(str, [1]), lambda: iter([9]), lambda: (x for x in [7]), lambda: range(2**62, 2**62 + 2), lambda: reversed([1, 2]), lambda: memoryview(b"z"), lambda: open(__file__).readlines()[:1]]
for _ in range(3): out = [total(s()) for s in sources]
print(out)
for bad in (5, None, object):
    try:
        total(bad)
    except TypeError as e:
        print(e)
def unpack(x):
    a, b = x
    return a, b
for x in ([1, 2], (3, 4), "ab", {"k": 1, "j": 2}, range(2), iter([5, 6]), b"xy", (i for i in "gh")): print(unpack(x), end=" ")
print()
for bad in ([1], (1, 2, 3), "a", 5, {}, range(3)):
    try:
        unpack(bad)
    except (TypeError, ValueError) as e:
        print(e)
def sub(o, k): return o[k]
class G:
    def __getitem__(self, k): return ("G", k)
    def __class_getitem__(cls, k): return ("class", k)
for _ in range(20):
    r = [sub([1, 2], 0), sub((3, 4), -1), sub("abc", 1), sub({"k": "v"}, "k"), sub({1: "one"}, True), sub(b"ab", 0), sub(range(5), 2), sub(G(), 1), sub(G, 2), sub([1, 2, 3], slice(1, None)), sub(list, int)]
print(r)
for o, k in (([1], 5), ((), 0), ({}, "k"), ("a", "x"), (5, 0), ([1], "a"), ([1, 2], -3)):
    try:
        sub(o, k)
    except (LookupError, TypeError) as e:
        print(type(e).__name__, e)
def store(o, k, v): o[k] = v
xs, d, b = [0, 0], {}, bytearray(2)
for i in range(20): store(xs, -1, i); store(d, i % 2, i); store(b, 0, i)
print(xs, d, b)
