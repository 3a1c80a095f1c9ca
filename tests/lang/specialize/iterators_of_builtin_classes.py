"""A loop over iterators of builtin classes: their ends, what they raise, and other iterators at the same place."""


def each(iterable):
    found = []
    for item in iterable:
        found.append(item)
    return found


def ends_at(limit):
    def function(x):
        if x == limit:
            raise StopIteration
        return x * 10
    return function


def fails_at(limit):
    def function(x):
        if x == limit:
            raise KeyError(x)
        return x
    return function


class Own:
    def __iter__(self):
        return iter(())


class Counter:
    def __init__(self):
        self.left = 2

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left


for turn in range(2):
    print(each({"a": 1}), each({"a": 1}.items()), each(zip("ab", (1, 2))), each(enumerate("xy")), each("žlu"), each(b"ab"))
    print(each(map(ends_at(2), range(5))), each(filter(ends_at(3), range(1, 5))), each(reversed([1, 2])), each({5}))
    print(each(Own()), each(Counter()), each(range(2)), each([1]), each((2,)), each(x for x in "g"), each(iter(lambda: 1, 1)))
    try:
        each(map(fails_at(1), range(3)))
    except KeyError as error:
        print("KeyError", error, error.__traceback__.tb_next.tb_lineno)
    growing = {1: 1}
    try:
        for key in growing:
            growing[key + 1] = 1
    except RuntimeError as error:
        print(error, len(growing))
    print(sum(1 for pair in zip(range(1000), {n: n for n in range(1000)}.items()) if pair[0] == pair[1][1]))
