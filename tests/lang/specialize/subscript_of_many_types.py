"""One subscript sees lists, tuples, dicts, bytes, strings and classes of its own, in turn and for long."""


class Mine:
    def __getitem__(self, key):
        return "mine", key

    def __setitem__(self, key, value):
        print("set", key, value)


class Missing(dict):
    def __missing__(self, key):
        return "missing", key


class Listed(list):
    pass


class Key:
    def __hash__(self):
        return hash("k")

    def __eq__(self, other):
        return other == "k"


def variable(container, key):
    return container[key]


def first(container):
    return container[0]


def last(container):
    return container[-1]


def store(container, key, value):
    container[key] = value


containers = [[1, 2], (3, 4), {0: 5, -1: 6}, b"ab", "cd", range(7, 9), Mine(), Missing({0: 9}), Listed([10, 11]), bytearray(b"ef")]
for turn in range(3):
    for container in containers:
        for _ in range(turn * 3 + 1):
            print(variable(container, 0), first(container), last(container), variable(container, -1), end=" ")
    print()
for container in ([1], (1,), {1: 1}, b"a", "a"):
    for function in (lambda: variable(container, 5), lambda: variable(container, "k"), lambda: first(type(container)())):
        for _ in range(2):
            try:
                print(function())
            except (IndexError, KeyError, TypeError) as error:
                print(type(error).__name__, error)

words = {f"k{i}": i for i in range(20)}
numbers = {i: -i for i in range(300)}
for name in ("k0", "k19", "".join(["k", "7"])):
    print(variable(words, name))
print([variable(numbers, i) for i in (0, 1, 255, 256, 299)], variable(numbers, True), variable(numbers, 5.0))
print(variable({"k": 1, **words}, Key()), variable({-1: "a", -2: "b", 2**61: "c", 2**61 - 2: "d"}, -2))
for i in range(3):
    store(words, "k3", [i])
    store(numbers, 7, [i])
    store(words, f"new{i}", i)
    store({}, i, i)
print(words["k3"], numbers[7], len(words), words["new2"])
array, mine = [0, 0], Mine()
for i in range(2):
    for target in (array, words, mine, numbers):
        store(target, i, "stored")
print(array, words[1], numbers[0])
del words["k3"]
try:
    variable(words, "k3")
except KeyError as error:
    print("KeyError", error)
store(words, "k3", "again")
print(variable(words, "k3"), list(words)[-1])
