class D(dict):
    def __missing__(self, k):
        print("missing", k)
        return k * 2
    def __setitem__(self, k, v): super().__setitem__(k, v + 1)
d = D(a=1)
d["b"] = 1
d.update(c=1)
print(d, d["zz"], d.get("zz"), d.pop("zz", None), d.setdefault("q", 5))
print(type(d.copy()).__name__, type(d | {}).__name__, d == {"a": 1, "b": 2, "c": 1, "q": 5}, f"{d}")
d.attr = 1
print(d.attr, isinstance(d, dict), {**d}["a"])
class G(dict):
    def __getitem__(self, k): return "own"
print(G(a=1)["x"], "%(k)s" % G(k=1), "{k}".format_map(G(k=1)), dict(G(a=1)), eval("name", {}, G()) if True else 0)
from collections import defaultdict, OrderedDict, Counter, ChainMap
dd = defaultdict(list)
dd["x"].append(1)
print(dd, dd.get("y"), len(dd), dd["z"], defaultdict(int, a=1)["b"])
try:
    defaultdict(5)
except TypeError as e:
    print(e)
od = OrderedDict(a=1, b=2, c=3)
od.move_to_end("a"); print(od, od.popitem(last=False), list(reversed(od)))
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1) == {"a": 1})
print(Counter("abracadabra").most_common(2), Counter(a=1) + Counter(a=2, b=-1), Counter("aab") - Counter("ab"), Counter("ab")["z"], sorted(Counter("aab").elements()))
print(ChainMap({"a": 1}, {"a": 2, "b": 3})["b"], dict(ChainMap({"a": 1}, {"a": 2})))

# output:
# missing zz
# {'a': 1, 'b': 2, 'c': 1, 'q': 5} zzzz None None 5
# dict dict True {'a': 1, 'b': 2, 'c': 1, 'q': 5}
# 1 True 1
# own own own {'a': 1} own
# defaultdict(<class 'list'>, {'x': [1], 'z': []}) None 1 [] 0
# first argument must be callable or None
# OrderedDict({'c': 3, 'a': 1}) ('b', 2) ['a', 'c']
# False True
# [('a', 5), ('b', 2)] Counter({'a': 3}) Counter({'a': 1}) 0 ['a', 'a', 'b']
# 3 {'a': 1}
