print(hash(5) == 5, hash("a") == hash("a"), hash((1, 2)) == hash((1, 2)), hash(None) == hash(None), hash(1.5), hash(2**61 - 1), hash(True), hash(-1), hash(0.1) == hash(0.1))
print(hash((1, 2, 3)), hash(()), hash((0,)), hash((-1, (2, 3))), hash(frozenset([1, 2, 3])), hash(range(3)), hash(slice(1, 2)) == hash(slice(1, 2)))
a = []
print(id(a) == id(a), id(a) != id([1]), isinstance(id(5), int))
for x in ([], {}, set(), bytearray(), slice([])):
    try:
        hash(x)
    except TypeError as e:
        print(e)

# output:
# True True True True 1152921504606846977 0 1 -2 True
# 529344067295497451 5740354900026072187 -8753497827991233192 7961681220473502521 -272375401224217160 -8338477496398685190 True
# True True True
# unhashable type: 'list'
# unhashable type: 'dict'
# unhashable type: 'set'
# unhashable type: 'bytearray'
# unhashable type: 'list'
