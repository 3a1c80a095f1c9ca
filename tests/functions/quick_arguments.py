# What natives do by themselves for common arguments gives what the general way gives.
print([int(x) for x in ("0", "-17", "+5", " 42 ", "1_000", "12345678901", "123456789012345678901", "-0")])
# expect: [0, -17, 5, 42, 1000, 12345678901, 123456789012345678901, 0]
print(int("ff", 16), int("0xff", 16), int("0b1", 16), int("-zz", 36), int("777", 8), int("0o17", 0), int("\u0663"))
# expect: 255 255 177 -1295 511 15 3
for text, base in (("", 10), ("-", 10), ("12a", 10), ("8", 8), ("--1", 10)):
    try:
        int(text, base)
    except ValueError as error:
        print(error)
# expect: invalid literal for int() with base 10: ''
# expect: invalid literal for int() with base 10: '-'
# expect: invalid literal for int() with base 10: '12a'
# expect: invalid literal for int() with base 8: '8'
# expect: invalid literal for int() with base 10: '--1'
print(hex(0), hex(-255), oct(8), bin(-5), hex(2**61 - 1), bin(2**60), hex(2**100), oct(True))
# expect: 0x0 -0xff 0o10 -0b101 0x1fffffffffffffff 0b1000000000000000000000000000000000000000000000000000000000000 0x10000000000000000000000000 0o1
print((5).to_bytes(), (-1).to_bytes(2, signed=True), (-128).to_bytes(1, "little", signed=True), (255).to_bytes(1))
# expect: b'\x05' b'\xff\xff' b'\x80' b'\xff'
print((2**61 - 1).to_bytes(8, "little"), (258).to_bytes(3, "big"), (0).to_bytes(0), (1).to_bytes(9, "big"))
# expect: b'\xff\xff\xff\xff\xff\xff\xff\x1f' b'\x00\x01\x02' b'' b'\x00\x00\x00\x00\x00\x00\x00\x00\x01'
for arguments, keywords in (((256, 1), {}), ((-1, 1), {}), ((128, 1), {"signed": True}), ((-129, 1), {"signed": True})):
    try:
        arguments[0].to_bytes(arguments[1], "big", **keywords)
    except OverflowError as error:
        print(error)
# expect: int too big to convert
# expect: can't convert negative int to unsigned
# expect: int too big to convert
# expect: int too big to convert

rows = [(True, 2, "b", 1.5), (1, 2, "a", 0.0), (False, 9, "z", -0.0), (0, 9, "z", 0.0), (1, 2, "a", -3.5)]
print(sorted(rows))
# expect: [(False, 9, 'z', -0.0), (0, 9, 'z', 0.0), (1, 2, 'a', -3.5), (1, 2, 'a', 0.0), (True, 2, 'b', 1.5)]
print(sorted(rows, reverse=True))
# expect: [(True, 2, 'b', 1.5), (1, 2, 'a', 0.0), (1, 2, 'a', -3.5), (False, 9, 'z', -0.0), (0, 9, 'z', 0.0)]
print(sorted([(2, 1), (1,), (1, 5), ()]), sorted([(1, 2.5), (1, 2), (0, 9**30)]))
# expect: [(), (1,), (1, 5), (2, 1)] [(0, 42391158275216203514294433201), (1, 2), (1, 2.5)]
try:
    sorted([(1, None), (1, 2)])
except TypeError as error:
    print(error)  # expect: '<' not supported between instances of 'int' and 'NoneType'
print(sorted(["b", "a"], key=lambda text: (text == "a", text)))  # expect: ['b', 'a']


class Letters(list):
    def __iter__(self):
        return iter("xyz")


items = [1, 2, 3, 4]
items[1:3] = Letters([7, 8])
print(items)  # expect: [1, 'x', 'y', 'z', 4]
items[:2] = items[3:]
print(items)  # expect: ['z', 4, 'y', 'z', 4]
items[::-1] = items
print(items)  # expect: [4, 'z', 'y', 4, 'z']
items[1:1] = items
items[3:] = (1, 2)
print(items, items[4::-1], items[-1:0:-2], items[2:-9:-1], items[::3])
# expect: [4, 4, 'z', 1, 2] [2, 1, 'z', 4, 4] [2, 'z'] ['z', 4, 4] [4, 1]

from collections import Counter, namedtuple
from itertools import accumulate, combinations, permutations, product
from operator import attrgetter, itemgetter

print(Counter("abracadabra").most_common(2), Counter([1, 1.0, True, "1"]))
# expect: [('a', 5), ('b', 2)] Counter({1: 3, '1': 1})
counts = Counter(a=True, b=1.5)
counts.update("abc")
print(counts)  # expect: Counter({'b': 2.5, 'a': 2, 'c': 1})
print(list(accumulate([2**61 - 1, 1, -5])), list(accumulate([1, 2.5, True])))
# expect: [2305843009213693951, 2305843009213693952, 2305843009213693947] [1, 3.5, 4.5]
print(len(list(product(range(2), repeat=10))), list(product("ab", repeat=9))[-1], list(product()), list(product([], [1])))
# expect: 1024 ('b', 'b', 'b', 'b', 'b', 'b', 'b', 'b', 'b') [()] []
print(list(combinations(range(10), 9))[1], len(list(permutations(range(4)))), list(permutations("ab", 1)))
# expect: (0, 1, 2, 3, 4, 5, 6, 7, 9) 24 [('a',), ('b',)]
Point = namedtuple("Point", "x y")
table = {(0, Point(Point(1, Point("a", None)), 2.0)): "deep"}
print(table[0, (Point(1, ("a", None)), 2)], table.get((0, Point(Point(1, Point("a", 0)), 2.0))))  # expect: deep None
print(Point(1, 2) == (1, 2), (1, 2) == Point(1, 2), Point(1, 2) != (1, 3), Point(1, True) in [(True, 1)])
# expect: True True True True


class Odd(Point):
    def __eq__(self, other):
        return "odd"

    __hash__ = Point.__hash__


print((1, 2) == Odd(1, 3), Odd(1, 3) in [(1, 2)], len({(1, 2), Odd(1, 2)}), {Odd(1, 2): 5}[1, 2])  # expect: odd True 1 5
print(itemgetter(1)("abc"), itemgetter(0, -1)([1, 2, 3]), attrgetter("x")(Point(3, 4)), attrgetter("x.real")(Point(3, 4)))
# expect: b (1, 3) 3 3
print((1, 2) + (3,), (1,) * 20 == tuple([1] * 20), (1, 2, 3, 4)[::2], sum([], ()), "b" > "a", "é" < "z", 1.5 < 2.5)
# expect: (1, 2, 3) True (1, 3) () True False True
try:
    sum(["a"], "")
except TypeError as error:
    print(error)  # expect: sum() can't sum strings [use ''.join(seq) instead]
