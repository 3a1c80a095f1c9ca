"""Generators that builtin functions go through: what they yield is taken while they run on, where nothing tells the difference."""

import sys


# Stopped in the middle, a generator is suspended there and goes on later.
def counted(n):
    for i in range(n):
        got = yield i
        if got is not None:
            print("got", got)


g = counted(10)
print(any(i > 3 for i in g), next(g), g.send("sent"), list(g), next(g, "end"))
g = counted(10)
print(all(i < 3 for i in g), g.gi_frame.f_locals["i"], g.gi_suspended, sum(g), g.gi_frame)
g = counted(5)
print(any(g), g.gi_suspended, g.gi_running, next(g))

# The frame as it looks from inside.
g = None


def looks(n):
    for i in range(n):
        yield (g.gi_running, g.gi_suspended, sys._getframe(1).f_code.co_name).count(True)


def consumer(function):
    global g
    g = looks(3)
    return function(g)


print(consumer(list), consumer(sum), consumer(max), consumer(set), consumer(tuple))

# Itself: it is running.
def itself():
    yield 1
    try:
        next(me)
    except ValueError as error:
        print(error)
    yield 2


me = itself()
print(sum(me))

# One in another, and the same function inside.
print(sum(sum(i * j for j in range(i)) for i in range(6)), sum(max((j for j in range(i)), default=-1) for i in range(4)))
print([set(x + y for x in range(3)) for y in range(2)], list(tuple(x for x in range(y)) for y in range(3)))


# Exceptions come through with the items before them taken.
def broken(n, what):
    for i in range(n):
        yield i
    raise what


for function in [sum, any, all, min, max, list, set, tuple, sorted, frozenset]:
    for what in [KeyError("k"), StopIteration(5)]:
        try:
            print(function(broken(3, what)), end=" ")
        except Exception as error:
            print(type(error).__name__, error, end=" ")
print()
items = [9]
try:
    items.extend(broken(40, ZeroDivisionError()))
except ZeroDivisionError:
    print(len(items), items[-1])
items = {9}
try:
    items.update(broken(40, ZeroDivisionError()))
except ZeroDivisionError:
    print(len(items), max(items))


# Items of all kinds, in turn.
def mixed():
    yield from [1, True, 2.5, 10**30, 3, -1.0, 1 + 2j, 4]


print(sum(mixed()), sum((x for x in [1, 2.0, 3])), sum((x for x in ([1], [2])), []))
print(min(x for x in [3, 1.5, 2, 10**30, -(10**30), 0.0]), max(x for x in [1, float("nan"), 2]), max(x for x in [float("nan"), 1, 2]))
print(max(x for x in ["a", "c", "b"]), min(x for x in [(2, 1), (1, 2)]), min((x for x in [True, 0, False])))
print(any(x for x in [0, 0.0, "", [], None, False, ()]), all(x for x in [1, 1.0, "a", [0], True, ...]))
print(sorted(str(x) for x in {x for x in [1, True, 1.0, 2, "a", "a", "b", 2**70, None, (1, 2), (1, 2)]}))
try:
    set(x for x in [1, 2, [3]])
except TypeError as error:
    print(error)


# Truth, hashes, equality and sums by methods in Python, which may look at the generator.
class Asks:
    def __init__(self, number):
        self.number = number

    def __bool__(self):
        print("bool", self.number, source.gi_suspended)
        return self.number > 1

    def __hash__(self):
        print("hash", self.number, source.gi_suspended)
        return 1

    def __eq__(self, other):
        print("eq", self.number, other if type(other) is int else other.number)
        return False

    def __radd__(self, other):
        print("radd", other, source.gi_suspended)
        return other + self.number

    def __lt__(self, other):
        print("lt", self.number, source.gi_suspended)
        return True


def asking():
    for item in [0, Asks(0), 1, Asks(1), Asks(2)]:
        yield item


for function in [any, set, sum]:
    source = asking()
    result = function(source)
    print(function.__name__, result if function is not set else len(result))
source = (item for item in [1, Asks(1)])
print(min(source).number)


# What is taken by nobody else dies at once.
class Dies:
    def __init__(self, name):
        self.name = name

    def __bool__(self):
        return False

    def __del__(self):
        print("dies", self.name)


print(any(Dies(i) for i in range(3)))
print(len(list(Dies(i) for i in range(2))))


# Delegation.
def outer(n):
    yield 100
    yield from counted(n)
    yield 200


print(sum(outer(3)), list(outer(2)), max(outer(4)), set(outer(1)) == {100, 0, 200})


# The collection itself, while it is being filled.
growing = []


def sees():
    for i in range(6):
        yield len(growing)


growing.extend(sees())
print(growing)
growing = set()
growing.update(i + len(growing) for i in range(4))
print(sorted(growing))


# In handlers and in finally.
def handles():
    for i in range(3):
        try:
            raise KeyError(i)
        except KeyError as error:
            yield error.args[0]
        finally:
            yield i * 10


print(list(handles()), sum(handles()))
try:
    raise ValueError("around")
except ValueError:
    print(list((type(sys.exception()).__name__) for _ in range(2)))


# Watched.
events = []


def watch(frame, event, argument):
    if frame.f_code.co_name == "counted":
        events.append((event, argument if event == "return" else None))
    return watch


sys.settrace(watch)
total = sum(counted(3))
sys.settrace(None)
print(total, [event for event, _ in events].count("line"), [argument for event, argument in events if event == "return"])


def starts_watching():
    yield 1
    sys.setprofile(lambda frame, event, argument: events.append(event) if frame.f_code.co_name == "starts_watching" else None)
    yield 2
    yield 3
    sys.setprofile(None)


events.clear()
print(sum(starts_watching()), events)

# Iterators of lists and ranges that are loops' and arguments' own.
for items in [[1, 2, 3], range(3), (1, 2), "ab", {1: 2}, reversed([1, 2]), range(2**70, 2**70 + 2), iter([5, 6])]:
    print(list(x for x in items), end=" ")
print()
numbers = [1, 2, 3]
for x in iter(numbers):
    if x < 6:
        numbers.append(x + 3)
print(numbers)


def loop(iterables):
    for items in iterables:
        iterator = iter(items)
        for x in iterator:
            print(x, end=" ")
            next(iterator, None)
        print("|", end=" ")


loop([[1, 2, 3], range(5), [], range(0), "abc", [7]])
print()
