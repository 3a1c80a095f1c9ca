# Tuples that zip, enumerate and map make: kept ones stay as they are, others may be used again.
kept = []
for number, pair in enumerate(zip([1, 2, 3, 4], "abcd")):
    if number % 2:
        kept.append(pair)
print(kept)  # expect: [(2, 'b'), (4, 'd')]
last = None
for pair in zip([1, 2, 3], [4, 5, 6]):
    print(last, pair)
    last = pair
# expect: None (1, 4)
# expect: (1, 4) (2, 5)
# expect: (2, 5) (3, 6)
print(list(zip()), list(zip("ab")), list(zip("ab", [1, 2], [3.0, 4.0], ["x", "y"])))
# expect: [] [('a',), ('b',)] [('a', 1, 3.0, 'x'), ('b', 2, 4.0, 'y')]
print(list(map(max, [1, 5], [4, 2])), list(map(str, [1, 2])))  # expect: [4, 5] ['1', '2']
hashes = set()
for pair in zip([1, 2], [3, 4]):
    hashes.add(hash(pair) == hash(tuple(list(pair))))
print(hashes)  # expect: {True}
for strict in (zip([1], [2, 3], strict=True), zip([1, 2], [2], strict=True), map(max, [1], [1, 2], strict=True)):
    try:
        print(list(strict))
    except ValueError as error:
        print(error)
# expect: zip() argument 2 is longer than argument 1
# expect: zip() argument 2 is shorter than argument 1
# expect: map() argument 2 is longer than argument 1
it = iter([1, 2, 3])
print(list(zip(it, it)), list(it))  # expect: [(1, 2)] []
print(list(enumerate("ab", 2**62)), next(enumerate([None], 10**30)))
# expect: [(4611686018427387904, 'a'), (4611686018427387905, 'b')] (1000000000000000000000000000000, None)
print(bytes([1, 255]), bytes((65, True)), bytes([]))  # expect: b'\x01\xff' b'A\x01' b''
try:
    bytes([256])
except ValueError as error:
    print(error)  # expect: bytes must be in range(0, 256)
print(pow(3, 1000, 7**150) == 3**1000 % 7**150, pow(-3, 65537, 10**40 + 1) == (-3) ** 65537 % (10**40 + 1))  # expect: True True
print(pow(2, 0, 10**40), pow(10**50, 3, 10**40 + 7) == 10**150 % (10**40 + 7), pow(3, 5, -(10**20)))
# expect: 1 True -99999999999999999757
big = 10**25
print(big + big, big - big, big - (big - 1), -big + 1, 2**127 - 1 + 1, -(2**127) - 1)
# expect: 20000000000000000000000000 0 1 -9999999999999999999999999 170141183460469231731687303715884105728 -170141183460469231731687303715884105729
