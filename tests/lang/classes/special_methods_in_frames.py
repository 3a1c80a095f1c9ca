"""Truth, length, calls and assignment to attributes by methods in Python: results, refusals, exceptions, tracebacks, endless recursion."""
import sys
import traceback


def shown(function):
    try:
        return function()
    except BaseException as error:
        frames = [f"{frame.name}:{frame.line}" for frame in traceback.extract_tb(error.__traceback__)[1:]]
        return f"{type(error).__name__}: {error} {frames}"


class Truth:
    def __init__(self, answer):
        self.answer = answer

    def __bool__(self):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Length:
    def __init__(self, answer):
        self.answer = answer

    def __len__(self):
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Index:
    def __index__(self):
        return 3


def tests(value):
    taken = []
    if value:
        taken.append("if")
    if not value:
        taken.append("if not")
    taken.append("and" if value and value else "not and")
    taken.append(not value)
    count = 0
    while value:
        count += 1
        if count == 2:
            break
    taken.append(count)
    taken.append([1 for _ in range(2) if value])
    taken.append((value or "other") is value)
    assert value or True
    return taken


for answer in (True, False, 1, None, "yes", ValueError("no truth")):
    print("truth", repr(answer), shown(lambda: tests(Truth(answer))))
for answer in (0, 1, 5, -1, True, 2**70, 1.5, None, Index(), ValueError("no length")):
    name = "index" if isinstance(answer, Index) else repr(answer)
    print("length", name, shown(lambda: tests(Length(answer))))
    print("len", name, shown(lambda: len(Length(answer))), shown(lambda: [len(Length(answer)) for _ in range(2)]))


class Both:
    def __bool__(self):
        print("asked for truth")
        return True

    def __len__(self):
        print("asked for length")
        return 0


print(tests(Both()), len(Both()))


class NoTruth:
    __bool__ = None

    def __len__(self):
        return 1


print(shown(lambda: tests(NoTruth())))


class Odd:
    def __bool__(self, extra=True):
        return extra

    def __len__(self, *rest):
        return len(rest) + 2


print(tests(Odd()), len(Odd()))


class Generated:
    def __bool__(self):
        yield True


print(shown(lambda: bool(Generated())).split(" [")[0], shown(lambda: tests(Generated())).split(" [")[0])


class Called:
    def __call__(self, a, b=2, *rest, c=3, **more):
        return a, b, rest, c, sorted(more.items())


class Fixed:
    def __init__(self):
        self.calls = 0

    def __call__(self, a, b):
        self.calls += 1
        if a == "raise":
            raise KeyError(b)
        return a, b


class Producing:
    def __call__(self, n):
        yield from range(n)


class Static:
    @staticmethod
    def __call__(a):
        return "static", a


class OfClass:
    @classmethod
    def __call__(cls, a):
        return cls.__name__, a


class Chained:
    __call__ = Fixed()


class Meta(type):
    def __call__(cls, *args, **named):
        return "made", cls.__name__, args, named, super().__call__(*args, **named).value


class Made(metaclass=Meta):
    def __init__(self, value=0):
        self.value = value


called, fixed = Called(), Fixed()
print(called(1), called(1, 5, 6, 7), called(a=1, c=9, d=4), called(*[1, 2, 3], **{"e": 5}))
print(fixed(1, 2), fixed(a=1, b=2), shown(lambda: fixed(1)), shown(lambda: fixed(1, 2, 3)), shown(lambda: fixed("raise", 2)))
print(fixed.calls, [fixed(i, i) for i in range(3)], fixed.calls, list(map(fixed, "ab", "cd")))
print(list(Producing()(3)), Static()(1), OfClass()(2), Chained()(3, 4))
print(Made(), Made(3), Made(value=4))


def in_generator():
    yield fixed(1, 2)
    yield called(*range(3))
    yield len(Length(2)), bool(Truth(True)), not Truth(False)
    if Truth(True):
        yield Made(7)


print(list(in_generator()))


class Assigned:
    def __setattr__(self, name, value):
        if name == "bad":
            raise AttributeError("refused " + name)
        object.__setattr__(self, "_" + name, value)


assigned = Assigned()
for i in range(3):
    assigned.x = i
print(assigned.__dict__, shown(lambda: setattr(assigned, "bad", 1)))


def assign_bad():
    assigned.bad = 1


print(shown(assign_bad))


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return instance.__dict__.get(self.name, "nothing")

    def __set__(self, instance, value):
        if value is None:
            raise ValueError("none")
        instance.__dict__[self.name] = value


class Holder:
    described = Descriptor()

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        if value < 0:
            raise ValueError(value)
        self._size = value

    @property
    def fixed(self):
        return 1


holder = Holder()
for value in (1, -1, 3):
    def assign(value=value):
        holder.size = value
        holder.described = value
        holder.size += 1
        return holder.size, holder.described

    print(shown(assign))


def assign_none():
    holder.described = None


def assign_fixed():
    holder.fixed = 2


print(shown(assign_none), shown(assign_fixed))


class Endless:
    def __bool__(self):
        return not self

    def __len__(self):
        return len(self)

    def __call__(self):
        return self()

    def __setattr__(self, name, value):
        self.name = value


def assign_endless():
    Endless().x = 1


for endless in (lambda: bool(Endless()), lambda: len(Endless()), lambda: Endless()(), assign_endless):
    try:
        endless()
    except RecursionError as error:
        print(str(error).startswith("maximum recursion depth exceeded"))


class Deep:
    def __init__(self, depth):
        object.__setattr__(self, "depth", depth)

    def __bool__(self):
        return self.depth == 0 or not not Deep(self.depth - 1)

    def __len__(self):
        return 1 if self.depth == 0 else len(Deep(self.depth - 1)) + 1

    def __call__(self, n):
        return n if n == 0 else self(n - 1) + 1

    def __setattr__(self, name, value):
        if value:
            self.value = value - 1
        else:
            object.__setattr__(self, "done", True)


sys.setrecursionlimit(5000)
deep = Deep(400)
deep.value = 400
print(not not deep, len(deep), deep(400), deep.done)
