f = frozenset("abc")
print(len(f), "a" in f, f == set("abc"), hash(f) == hash(frozenset("cab")), {f: 1}[frozenset("bca")], frozenset(f) is f, f.copy() is f)
for m in ("add", "remove", "pop", "clear", "update"):
    print(m, hasattr(f, m))
print(frozenset([1, 2]) & {2}, frozenset([1]).union([1]), repr(frozenset([1])), frozenset() == set(), hash(frozenset()) == hash(frozenset([])))
class F(frozenset): pass
x = F([1])
x.attr = 5
print(x, x.attr, type(x | {1}).__name__, x == frozenset([1]))
class S(set): pass
print(S([1]), type(S([1]) & {1}).__name__, type(S([1]).copy()).__name__)

# output:
# 3 True True True 1 True True
# add False
# remove False
# pop False
# clear False
# update False
# frozenset({2}) frozenset({1}) frozenset({1}) True True
# F({1}) 5 frozenset True
# S({1}) set set
