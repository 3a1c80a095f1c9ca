from collections import Counter, OrderedDict, ChainMap, UserDict, UserList, UserString, defaultdict, namedtuple
c = Counter("mississippi")
print(c, c.most_common(1), c["z"], sorted(c.elements())[:3], c.total(), c + Counter("miss"), c - Counter("sss"), c & Counter(s=1, q=5), (c | Counter(q=2))["q"], +Counter(a=-1, b=1), -Counter(a=-1))
c.update("mm"); c.subtract({"m": 1}); del c["p"]; print(c, c == Counter(c), Counter(a=1) <= Counter(a=2), Counter.fromkeys) if False else print(c)
try:
    Counter.fromkeys("ab")
except NotImplementedError as e:
    print(e)
d = defaultdict(lambda: "new", x=1)
print(d["y"], d, d.default_factory is not None, d | {"z": 3}, type(d.copy()).__name__) if False else print(d["y"], dict(d), type(d.copy()).__name__)
o = OrderedDict.fromkeys("abc"); o.move_to_end("a"); o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), list(reversed(OrderedDict(a=1, b=2))), OrderedDict(a=1) | {"b": 2})
try:
    o.move_to_end("zz")
except KeyError as e:
    print(repr(e))
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["b"] = 9
print(m, m["a"], m.parents, m.new_child({"n": 0})["n"], len(m), sorted(m), m.maps[1]["b"])
class U(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k.upper(), v)
u = U(a=1); u["b"] = 2; u.update(c=3); print(u, u | {"d": 4}, "A" in u)
class L(UserList):
    def append(self, x): super().append(x * 2)
l = L([1]); l.append(2); print(l, l + [3], l[0:1], type(l[0:1]).__name__)
print(UserString("abc").upper(), UserString("a") + "b", UserString("abc")[1:])

# output:
# Counter({'i': 4, 's': 4, 'p': 2, 'm': 1}) [('i', 4)] 0 ['i', 'i', 'i'] 11 Counter({'s': 6, 'i': 5, 'm': 2, 'p': 2}) Counter({'i': 4, 'p': 2, 'm': 1, 's': 1}) Counter({'s': 1}) 2 Counter({'b': 1}) Counter({'a': 1})
# Counter({'i': 4, 's': 4, 'm': 2})
# Counter.fromkeys() is undefined.  Use Counter(iterable) instead.
# new {'x': 1, 'y': 'new'} defaultdict
# OrderedDict({'b': None}) ('a', None) ('c', None) ['b', 'a'] OrderedDict({'a': 1, 'b': 2})
# KeyError('zz')
# ChainMap({'a': 1, 'b': 9}, {'a': 2, 'b': 3}) 1 ChainMap({'a': 2, 'b': 3}) 0 2 ['a', 'b'] 3
# {'A': 1, 'B': 2, 'C': 3} {'A': 1, 'B': 2, 'C': 3, 'D': 4} True
# [1, 4] [1, 4, 3] [1] L
# ABC ab bc
