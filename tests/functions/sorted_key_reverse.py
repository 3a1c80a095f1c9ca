print(sorted("hello"), sorted([3, 1], reverse=True), sorted(["b", "A"], key=str.lower), sorted({3: 1, 2: 2}), sorted(x for x in (2, 1)))
calls = []
sorted([3, 1, 2], key=lambda x: calls.append(x) or x)
print(calls)
from operator import itemgetter, attrgetter, methodcaller
print(sorted([("a", 2), ("b", 1)], key=itemgetter(1)), list(map(itemgetter(0, 1), [(1, 2, 3)])), attrgetter("real", "imag")(3 + 4j), methodcaller("split", ",")("a,b"))
from functools import cmp_to_key
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))

# output:
# ['e', 'h', 'l', 'l', 'o'] [3, 1] ['A', 'b'] [2, 3] [1, 2]
# [3, 1, 2]
# [('b', 1), ('a', 2)] [(1, 2)] (3.0, 4.0) ['a', 'b']
# [3, 2, 1]
