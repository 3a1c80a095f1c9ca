# One unpacking, subscription, loop and call that see several types.
def pair(x):
    a, b = x
    return a, b


def three(x):
    a, b, c = x
    return a, b, c


class Own:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, index):
        return self.items[index]


for turn in range(2):
    print(pair((1, 2)), pair([3, 4]), pair("ab"), pair(Own(5, 6)), pair({7: 1, 8: 2}), pair((9, 10)))
    print(three([1, 2, 3]), three((4, 5, 6)), three(range(3)), three([7, 8, 9]))
    for wrong in [(1,), (1, 2, 3), [1], 5, "abc"]:
        try:
            pair(wrong)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)
x = ((1, 2), 3)
x, y = x
print(x, y)
x, y = x
print(x, y)


def swap(a, b):
    for _ in range(3):
        a, b = (b, a)
        [a, b] = [a, b]
    return a, b


print(swap([1], [2]))


def item(x, key):
    return x[key]


def first(x):
    return x[0]


def last(x):
    return x[-1]


for turn in range(2):
    for x, key in [([1, 2], 1), ((3, 4), 1), ({1: 5}, 1), ("ab", 1), (b"ab", 1), (Own(8, 9), 1), ([1, 2], True), ([1, 2], -1), ([1, 2], 5), ((), 0), ({}, 0)]:
        try:
            print(item(x, key), end=" ")
        except LookupError as error:
            print(type(error).__name__, error, end=" ")
    print()
    for x in [[1, 2], (3, 4), {0: 5, -1: 6}, "ab", b"ab", Own(8, 9), [7]]:
        print(first(x), last(x), end=" ")
    print()
try:
    first([])
except IndexError as error:
    print(error)


def total(items):
    result = 0
    for item in items:
        result += item
    return result


for turn in range(2):
    print(total(range(5)), total([1, 2]), total((3, 4)), total({5: 1}), total(n for n in range(4)), total(range(2**70, 2**70 + 2)), total([0.5, 1]))
