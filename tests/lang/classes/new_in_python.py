# Classes whose __new__ is written in Python, made by every kind of call.
import sys
from collections import namedtuple


class Both:
    def __new__(cls, *args, **kwargs):
        made = object.__new__(cls)
        made.log = ["new", args, sorted(kwargs)]
        return made

    def __init__(self, *args, **kwargs):
        self.log += ["init", args, sorted(kwargs)]


class OnlyNew:
    def __new__(cls, a, b=2):
        made = super().__new__(cls)
        made.sum = a + b
        return made


class Fixed(Both):
    def __init__(self, a, b=5):
        super().__init__(a, b)


class Other:
    def __new__(cls, what):
        return what

    def __init__(self, what):
        print("not asked", what)


class Derived(Other):
    pass


class Number(int):
    def __new__(cls, text, base=10):
        return int.__new__(cls, text, base)

    def __init__(self, *args):
        self.args = args


class Wrong:
    def __new__(cls):
        return object.__new__(cls)

    def __init__(self):
        return 5


class Failing:
    def __new__(cls, when):
        if when == "new":
            raise ValueError("in new")
        return object.__new__(cls)

    def __init__(self, when):
        if when == "init":
            raise ValueError("in init")


class Generating:
    def __new__(cls):
        yield cls


class Many:
    def __new__(cls, *args):
        return object.__new__(cls)

    def __init__(self, a, b, c, d, e, f, g, h, i=9, *rest, j=10, **more):
        self.seen = (a, h, i, rest, j, more)


class Slots:
    __slots__ = ("a", "b")

    def __new__(cls, a, b):
        made = object.__new__(cls)
        made.a = a
        return made

    def __init__(self, a, b):
        self.b = b


class Namespace:
    Both = Both

    def make(self, *args):
        return type(self).Both(*args)


def show(function):
    try:
        result = function()
    except Exception as error:
        print(type(error).__name__, error)
        return
    print(getattr(result, "log", None) or getattr(result, "sum", None) or getattr(result, "args", None) or result)


for _ in range(2):
    show(lambda: Both())
    show(lambda: Both(1, 2))
    show(lambda: Both(1, k=2))
    show(lambda: Both(*(1, 2)))
    show(lambda: Both(*[3, 4], **{}))
    show(lambda: Both(*(1,), **{"x": 1}))
    show(lambda: Namespace.Both(5))
    show(lambda: Namespace().make(6, 7))
    show(lambda: OnlyNew(1))
    show(lambda: OnlyNew(1, 5))
    show(lambda: OnlyNew())
    show(lambda: OnlyNew(*(1, 2, 3)))
    show(lambda: Fixed(1))
    show(lambda: Fixed(1, 2, 3))
    show(lambda: Fixed(*(1, 2)).__class__.__name__)
    show(lambda: Other(5))
    show(lambda: Derived(*("x",)))
    show(lambda: Number("12"))
    show(lambda: Number("ff", 16) + 0)
    show(lambda: Wrong())
    show(lambda: Failing("new"))
    show(lambda: Failing("init"))
    show(lambda: type(Failing("never")).__name__)
    show(lambda: next(Generating()).__name__)
    show(lambda: Many(*range(12)).seen)
    show(lambda: Many(1, 2, 3))
    show(lambda: [Slots(1, 2).b for _ in range(3)])

Point = namedtuple("Point", "x y")
print(Point(1, 2), Point(*(3, 4)), Point(x=1, y=5), [Point(i, i) for i in range(2)])


def generate(n):
    for i in range(n):
        yield Both(i), Namespace.Both(i), Point(*(i, i)), Number(str(i))


for made, other, point, number in generate(2):
    print(made.log, other.log, point, number.args)

print([b.log for b in map(Both, [1])], sorted([Number("3"), Number("1")]))


# What is made by __new__ may have another __init__, none, or a native one.
class Switch:
    def __new__(cls, kind):
        return object.__new__(Left if kind == "left" else Right)


class Left(Switch):
    def __init__(self, kind):
        self.log = ["left", kind]


class Right(Switch):
    pass


show(lambda: Switch("left"))
show(lambda: type(Switch("right")).__name__)


# The class may lose its methods meanwhile, and the site may see something else in between.
class Losing:
    def __new__(cls, depth):
        if depth:
            make(len, "four")
            make(Losing, depth - 1)
        elif "__init__" in vars(Losing):
            del Losing.__init__
        return object.__new__(cls)

    def __init__(self, depth):
        print("init", depth)


def make(what, argument):
    return what(argument)


print(type(make(Losing, 2)).__name__, make(len, "abc"))


def deep(n):
    class Nested:
        def __new__(cls, n):
            if n:
                Nested(n - 1)
            return object.__new__(cls)

        def __init__(self, n):
            if n < 0:
                raise RuntimeError

    return Nested(n)


print(type(deep(300)).__name__)
try:
    deep(100000)
except RecursionError as error:
    print("RecursionError")

events = []


def profile(frame, event, argument):
    if event in ("call", "return"):
        events.append((event, frame.f_code.co_name))


sys.setprofile(profile)
Both(1)
sys.setprofile(None)
print(events)


class Watching:
    def __new__(cls):
        sys.setprofile(profile)
        return object.__new__(cls)

    def __init__(self):
        self.x = 1


events.clear()
made = Watching()
sys.setprofile(None)
print(events, made.x)
