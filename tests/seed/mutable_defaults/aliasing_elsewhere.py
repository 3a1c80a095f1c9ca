"""The same trap outside of defaults: fromkeys, repetition, class attributes, closures, constants."""
d = dict.fromkeys("ab", [])
d["a"].append(1)
print(d)
e = {k: [] for k in "ab"}
e["a"].append(1)
print(e)
rows = [[]] * 3
rows[0].append("x")
print(rows, [id(r) == id(rows[0]) for r in rows])
rows = [[] for _ in range(3)]
rows[0].append("x")
print(rows)
a = b = []
a.append(1)
print(b)
x = y = 0
x += 1
print(y)
from collections import defaultdict
shared = []
dd = defaultdict(lambda: shared)
dd["p"].append(1); dd["q"].append(2)
print(dict(dd), dd["p"] is dd["q"])
own = defaultdict(list)
own["p"].append(1); own["q"].append(2)
print(dict(own))
base = {"opts": {"debug": False}, "names": ["n"]}
child = {**base, "extra": 1}
child["opts"]["debug"] = True
child["names"] = ["replaced"]
print(base, child)
import copy
deep = copy.deepcopy(base)
deep["opts"]["debug"] = "deep"
print(base["opts"])
t = ([], [])
t[0].append(1)
try:
    t[0] += [2]
except TypeError as err:
    print(err, t)
try:
    t[1] = []
except TypeError as err:
    print(err)
def constant(): return [1, 2, 3]
print(constant() is constant(), constant() == constant())
def const_tuple(): return (1, 2, 3)
first = const_tuple()
print(first == const_tuple())
def loop():
    out = []
    item = {}
    for i in range(3):
        item["i"] = i
        out.append(item)
    return out
print(loop(), [{"i": i} for i in range(3)])
fs = [lambda: i for i in range(3)]
gs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])
it = iter([1, 2, 3, 4, 5, 6])
print(list(zip(it, it, it)), list(zip(*[iter("abcd")] * 2)))
m = [[0] * 3 for _ in range(2)]
n = m[:]
o = [r[:] for r in m]
m[0][0] = 9
print(n, o)
s = {"k"}
view = {"a": 1}.keys()
z = view | s
s.add("later")
print(sorted(z))
def modify(xs, ys):
    xs += ["in place"]
    ys = ys + ["rebound"]
    return ys
p, q = [], []
print(modify(p, q), p, q)
def clear(xs):
    xs = []
    return xs
def really_clear(xs):
    xs[:] = []
k = [1]
clear(k); print(k)
really_clear(k); print(k)
class Stack:
    def __init__(self, items=()): self.items = list(items)
seed = [1]
s1, s2 = Stack(seed), Stack(seed)
s1.items.append(2)
print(seed, s1.items, s2.items)
class Leaky:
    def __init__(self, items): self._items = items
    @property
    def items(self): return self._items
src = [1]
l = Leaky(src)
l.items.append(2); src.append(3)
print(l.items)
import itertools
pairs = itertools.repeat([], 2)
u, v = pairs
u.append(1)
print(v)
