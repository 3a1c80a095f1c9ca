# Special methods that an instruction calls: what they return, refuse, raise and see.
import sys
import traceback


class Number:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        print("add", self.value)
        return NotImplemented

    def __radd__(self, other):
        print("radd", self.value, other if isinstance(other, int) else other.value)
        return self.value

    def __iadd__(self, other):
        print("iadd")
        return NotImplemented

    def __sub__(self, other):
        return NotImplemented

    def __mul__(self, other):
        return NotImplemented

    def __matmul__(self, other):
        return (self.value, other)

    def __pow__(self, other):
        return ("pow", other)

    def __eq__(self, other):
        print("eq", self.value)
        return NotImplemented

    def __lt__(self, other):
        print("lt", self.value)
        return NotImplemented

    def __gt__(self, other):
        print("gt", self.value)
        return "truthy"


class Derived(Number):
    def __radd__(self, other):
        print("derived radd")
        return NotImplemented

    def __rsub__(self, other):
        return "derived rsub"

    def __eq__(self, other):
        print("derived eq")
        return NotImplemented


one, two, derived = Number(1), Number(2), Derived(3)
for operation in (
    lambda: one + two,
    lambda: one + 5,
    lambda: 5 + one,
    lambda: one + derived,
    lambda: derived + one,
    lambda: one - derived,
    lambda: one - two,
    lambda: one * [1],
    lambda: one * 2,
    lambda: one @ 3,
    lambda: one ** 2,
    lambda: one == two,
    lambda: one == derived,
    lambda: one != two,
    lambda: one < two,
    lambda: one < 3,
    lambda: one > 3,
):
    try:
        print(operation())
    except TypeError as error:
        print("TypeError:", error)
value = one
try:
    value += two
    print(value)
except TypeError as error:
    print("TypeError:", error)
if one == two:
    print("equal")
else:
    print("not equal")
if one > two:
    print("greater")


class Table:
    def __init__(self):
        self.items = {}

    def __getitem__(self, key):
        return self.items[key]

    def __setitem__(self, key, value):
        self.items[key] = value
        return "nobody sees this"

    def __contains__(self, key):
        return [key] if key in self.items else ""

    @property
    def size(self):
        return len(self.items)

    @property
    def broken(self):
        return self.no_such_attribute

    @property
    def bare(self):
        raise AttributeError


table = Table()
table[1] = "one"
table["k", 2] = "pair"
print(table[1], table["k", 2], 1 in table, 2 in table, 2 not in table, table.size)
if 1 in table:
    print("inside")
for failing in (lambda: table[9], lambda: table.broken, lambda: table.bare):
    try:
        failing()
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "name", None))
        print([(entry.name, entry.line) for entry in traceback.extract_tb(error.__traceback__)])


class Countdown:
    def __init__(self, start, final=StopIteration):
        self.start, self.final = start, final

    def __iter__(self):
        return self

    def __next__(self):
        if not self.start:
            raise self.final("the end")
        self.start -= 1
        return self.start


print([item for item in Countdown(3)])
for item in Countdown(2):
    print(item)
else:
    print("exhausted")
try:
    for item in Countdown(1, ValueError):
        print(item)
except ValueError as error:
    print("ValueError", error, [entry.name for entry in traceback.extract_tb(error.__traceback__)])


def generate():
    for item in Countdown(3):
        yield item + table.size
    yield table[1]


print(list(generate()), sum(one_ for one_ in Countdown(4)))


class Deep:
    def __getitem__(self, key):
        return self[key + 1]

    def __eq__(self, other):
        return self == other

    @property
    def forever(self):
        return self.forever


for endless in (lambda: Deep()[0], lambda: Deep() == 1, lambda: Deep().forever):
    try:
        endless()
    except RecursionError as error:
        print("RecursionError:", error)


class Watching:
    def __getitem__(self, key):
        sys.settrace(lambda frame, event, argument: None)
        return key

    def __add__(self, other):
        sys.settrace(None)
        return other


print(Watching()[4], Watching() + 5, Watching()[6])
sys.settrace(None)


class Caller:
    def __getitem__(self, key):
        frame = sys._getframe()
        return frame.f_back.f_code.co_name, frame.f_back.f_lineno - frame.f_back.f_code.co_firstlineno

    def __lt__(self, other):
        raise KeyError("compared")


def calls():
    return (
        Caller()[
            0
        ]
    )


print(calls())
try:
    sorted([Caller(), Caller()])
except KeyError as error:
    print(repr(error))
