s = {1, 2, 3}
s.add(4); s.add(1); s.discard(9); s.discard(1); s.remove(2)
print(sorted(s), len(s), 3 in s, s == {3, 4}, set("aab") == {"a", "b"}, set(), frozenset(), {1}, frozenset({1}))
print(sorted(s.union([9], (8,))), sorted(s.intersection([3, 9])), sorted(s.difference([3])), sorted(s.symmetric_difference([3, 5])), s.copy() is s)
s.update([1, 2], "x" if False else [7]); s.intersection_update([1, 2, 3]); s.difference_update([1]); s.symmetric_difference_update([3, 10])
print(sorted(s))
print({1} | {2} == {1, 2}, {1, 2} & {2} == {2}, {1, 2} - {2} == {1}, {1, 2} ^ {2, 3} == {1, 3})
print({1} < {1, 2}, {1} <= {1}, {1, 2} > {1}, {1} >= {2}, {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]), {1} != {2}, {1} == frozenset([1]))
p = {5}
nan = float("nan")
print(p.pop(), p, p.clear(), {1, True, 1.0}, len({nan, nan}))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: set().pop())
attempt(lambda: {1}.remove(5))
attempt(lambda: {1}.add([]))
attempt(lambda: {1} | [2])
attempt(lambda: {1} < [2])
attempt(lambda: set(5))
attempt(lambda: hash({1}))
attempt(lambda: {1} + {2})
attempt(lambda: {1}.union(5))
attempt(lambda: set(1, 2))
attempt(lambda: {[]})
attempt(lambda: [] in {1})
attempt(lambda: {1} in {frozenset({1})})
attempt(lambda: {1}[0])

# output:
# [3, 4] 2 True True True set() frozenset() {1} frozenset({1})
# [3, 4, 8, 9] [3] [4] [4, 5] False
# [2, 10]
# True True True True
# True True True False True True True True True
# 5 set() None {1} 1
# KeyError: 'pop from an empty set'
# KeyError: 5
# TypeError: cannot use 'list' as a set element (unhashable type: 'list')
# TypeError: unsupported operand type(s) for |: 'set' and 'list'
# TypeError: '<' not supported between instances of 'set' and 'list'
# TypeError: 'int' object is not iterable
# TypeError: unhashable type: 'set'
# TypeError: unsupported operand type(s) for +: 'set' and 'set'
# TypeError: 'int' object is not iterable
# TypeError: set expected at most 1 argument, got 2
# TypeError: cannot use 'list' as a set element (unhashable type: 'list')
# TypeError: cannot use 'list' as a set element (unhashable type: 'list')
# True
# TypeError: 'set' object is not subscriptable
