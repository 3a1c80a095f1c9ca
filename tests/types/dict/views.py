d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), "a" in k, 2 in v, ("a", 1) in i, ("a", 2) in i, 5 in i)
d["c"] = 3
print(list(k), list(v), list(i))
print(sorted(k & {"a", "x"}), sorted(k | ["z"]), sorted(k - {"a"}), sorted(k ^ {"a", "q"}), k == {"a", "b", "c"}, k.isdisjoint("xyz"), k >= {"a"}, sorted(i & {("a", 1)}), k.mapping["a"])
print(list(reversed(v)), v == d.values(), k == d.keys(), i == d.items(), type(iter(k)).__name__, {"a", "b", "c"} == k, k < {"a", "b", "c", "d"})
for f in (lambda: k[0], lambda: v & v, lambda: k + k, lambda: hash(k), lambda: k & 5, lambda: k.mapping.__setitem__("x", 1)):
    try:
        print(f())
    except (TypeError, AttributeError) as e:
        print(e)

# output:
# dict_keys(['a', 'b']) dict_values([1, 2]) dict_items([('a', 1), ('b', 2)]) 2 True True True False False
# ['a', 'b', 'c'] [1, 2, 3] [('a', 1), ('b', 2), ('c', 3)]
# ['a'] ['a', 'b', 'c', 'z'] ['b', 'c'] ['b', 'c', 'q'] True True True [('a', 1)] 1
# [3, 2, 1] False True True dict_keyiterator True True
# 'dict_keys' object is not subscriptable
# unsupported operand type(s) for &: 'dict_values' and 'dict_values'
# unsupported operand type(s) for +: 'dict_keys' and 'dict_keys'
# unhashable type: 'dict_keys'
# 'int' object is not iterable
# 'mappingproxy' object has no attribute '__setitem__'
