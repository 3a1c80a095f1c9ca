"""Attributes that methods in Python tell: `__getattr__`, `__getattribute__`, `__get__`, properties, as values and as what is called."""
import sys
import traceback


def shown(function):
    try:
        return function()
    except BaseException as error:
        frames = [f"{frame.name}:{frame.line}" for frame in traceback.extract_tb(error.__traceback__)[1:]]
        # What raises once is told the name; whether it is told again is CPython's own affair.
        name = "" if "refused" in str(error) else getattr(error, "name", None)
        return f"{type(error).__name__}: {error} {name} {frames}"


class Asked:
    kept = "of the class"

    def __init__(self):
        self.own = 1

    def __getattr__(self, name):
        print("asked for", name)
        if name.startswith("no"):
            raise AttributeError(name)
        if name.startswith("call"):
            return lambda *args: (name, args)
        return name.upper()

    def method(self):
        return "method", self.own

    @property
    def failing(self):
        raise AttributeError("from the property")

    @property
    def broken(self):
        raise KeyError("from the property")


asked = Asked()
for _ in range(3):
    print(asked.own, asked.kept, asked.method(), asked.other, asked.call_it(1, 2), asked.failing)
    print(shown(lambda: asked.nothing), shown(lambda: asked.no_call()), shown(lambda: asked.broken))
    print(hasattr(asked, "nowhere"), hasattr(asked, "somewhere"), getattr(asked, "none", "default"), getattr(asked, "some", 1))
asked.other = "set"
print(asked.other, asked.__dict__)
del asked.own
print(asked.own, asked.method())
asked.__dict__["in_dict"] = 5
print([asked.in_dict, asked.not_there][0] if hasattr(asked, "not_there") else shown(lambda: asked.not_there))

one = Asked()
for change in range(3):
    print(one.changing)
    if change == 0:
        Asked.__getattr__ = lambda self, name: ("another", name)
    elif change == 1:
        del Asked.__getattr__
        print(shown(lambda: one.changing), one.own)
        Asked.changing = "now of the class"


class Watching:
    def __init__(self):
        self.x = 1

    def __getattribute__(self, name):
        if name == "refused":
            raise AttributeError("refused")
        if name == "wrong":
            return 1 / 0
        value = object.__getattribute__(self, name)
        return ("seen", value) if name == "x" else value

    def method(self):
        return self.x


watching = Watching()
for _ in range(2):
    print(watching.x, watching.method(), shown(lambda: watching.refused), shown(lambda: watching.wrong), shown(lambda: watching.none))


class Both(Watching):
    def __getattr__(self, name):
        return "fallback", name


both = Both()
print(both.x, both.refused, shown(lambda: both.wrong), both.none, both.method())


class NonData:
    def __get__(self, instance, owner):
        if instance is None:
            return self.__class__.__name__
        return "non-data", type(instance).__name__, owner.__name__


class Data(NonData):
    def __set__(self, instance, value):
        instance.__dict__["data"] = value


class Failing:
    def __get__(self, instance, owner):
        raise AttributeError("in __get__")


class Calling:
    def __get__(self, instance, owner):
        return lambda *args: ("called", args)


class Described:
    non_data = NonData()
    data = Data()
    failing = Failing()
    calling = Calling()

    def __init__(self, own):
        if own:
            self.__dict__["non_data"] = "own"
            self.data = "own"


for own in (False, True, False):
    described = Described(own)
    for _ in range(2):
        print(described.non_data, described.data, described.calling(1), shown(lambda: described.failing), shown(lambda: described.failing()))
    print(Described.non_data, Described.data, getattr(described, "failing", "missing"))


class Hooked(Described):
    def __getattr__(self, name):
        return "hook", name


print(Hooked(True).failing, Hooked(False).non_data, Hooked(True).data, Hooked(True).calling(2))


class Slotted:
    __slots__ = ("a", "b")

    def __getattr__(self, name):
        return "unset", name


slotted = Slotted()
slotted.a = 1
for _ in range(2):
    print(slotted.a, slotted.b)
    del slotted.a
    print(slotted.a)
    slotted.a = 2


def in_generator(value):
    yield value.thing
    yield value.call_me(1)
    yield shown(lambda: value.nope)


Asked.__getattr__ = lambda self, name: (lambda *args: args) if name == "call_me" else name
print(list(in_generator(Asked()))[:2])


class Endless:
    def __getattr__(self, name):
        return self.other


class EndlessAll:
    def __getattribute__(self, name):
        return self.other


class EndlessGet:
    def __get__(self, instance, owner):
        return instance.endless


EndlessGet.Holder = type("Holder", (), {"endless": EndlessGet()})
for endless in (lambda: Endless().x, lambda: Endless().x(), lambda: EndlessAll().x, lambda: EndlessGet.Holder().endless):
    try:
        endless()
    except RecursionError as error:
        print(str(error).startswith("maximum recursion depth exceeded"))


class Deep:
    def __getattr__(self, name):
        depth = int(name[1:])
        return depth if depth == 0 else getattr(self, f"_{depth - 1}") + 1


class DeepPlain:
    depth = 0

    def __getattr__(self, name):
        self.depth += 1
        return self.further if self.depth < 700 else self.depth


sys.setrecursionlimit(5000)
print(Deep()._200, DeepPlain().start)


class Proxy:
    def __init__(self, target):
        self._target = target

    def __getattr__(self, name):
        return getattr(self._target, name)


proxy = Proxy(Proxy([3, 1, 2]))
proxy.append(0)
proxy.sort()
print(proxy._target._target, proxy.index(2), proxy.count(3), shown(lambda: proxy.missing))
