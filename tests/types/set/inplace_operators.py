s = t = {1, 2, 3}
s |= {4}; s &= {1, 2, 4}; s -= {1}; s ^= {2, 9}
print(sorted(s), s is t)
f = g = frozenset([1, 2])
f |= {3}
print(sorted(f), f is g, type(f).__name__, type({1} | frozenset([2])).__name__, type(frozenset([2]) | {1}).__name__)
s -= s
print(s)
try:
    s |= [1]
except TypeError as e:
    print(e)
s ^= s
a = {1}; a |= a; a &= a; print(a)

# output:
# [4, 9] True
# [1, 2, 3] False frozenset set frozenset
# set()
# unsupported operand type(s) for |=: 'set' and 'list'
# {1}
