"""What a class inherits of special methods: from builtin classes, from classes that change later, through one base and several."""


class Plain:
    pass


class Below(Plain):
    pass


class Further(Below):
    def __len__(self):
        return 3


print(bool(Below()), bool(Further()), len(Further()))
Plain.__bool__ = lambda self: False
print(bool(Plain()), bool(Below()), bool(Further()))
Below.__bool__ = lambda self: True
print(bool(Plain()), bool(Below()), bool(Further()))
del Plain.__bool__, Below.__bool__
print(bool(Plain()), bool(Below()), bool(Further()))


class Numbers(list):
    pass


class More(Numbers):
    def __radd__(self, other):
        return "radd"


print(Numbers([1]) + [2], [1] + More([2]), 5 + More())
Numbers.__add__ = lambda self, other: "add"
print(Numbers([1]) + [2], More([1]) + [2], 5 + More())
try:
    hash(More())
except TypeError as error:
    print(error)


class Equal:
    def __eq__(self, other):
        return True


class Derived(Equal):
    pass


class Hashed(Derived):
    __hash__ = object.__hash__


for kind in (Equal, Derived, Hashed):
    try:
        print(kind.__name__, hash(kind()) is not None, kind() == 1, kind() != 1)
    except TypeError as error:
        print(error)


class Left:
    def __getattr__(self, name):
        return "left " + name


class Right:
    def __getattribute__(self, name):
        return "right " + name

    def __iter__(self):
        return iter("ab")


class Both(Left, Right):
    pass


class Under(Both):
    pass


print(Both().x, Under().y, list(Under()))
del Right.__getattribute__
print(Both().x, Under().y)
del Left.__getattr__
try:
    Under().z
except AttributeError as error:
    print(error)
Right.__iter__ = None
try:
    iter(Under())
except TypeError as error:
    print(error)


# Another base brings other special methods.
class First:
    def __call__(self):
        return "first"


class Second:
    def __getitem__(self, key):
        return key


class Moved(First):
    pass


class Inner(Moved):
    pass


print(Inner()())
Moved.__bases__ = (Second,)
print(Inner()[4], callable(Inner()))


class Meta(type):
    def mro(cls):
        return [cls, Second, object]


class Odd(First, metaclass=Meta):
    pass


print(callable(Odd()), Odd()[2])


class Borrowed:
    __len__ = list.__len__
    __add__ = int.__add__


class Heir(Borrowed):
    pass


for run in (lambda: len(Heir()), lambda: Heir() + 1):
    try:
        print(run())
    except TypeError as error:
        print(error)


class Made(int):
    def __new__(cls, value):
        return super().__new__(cls, value + 1)


class Child(Made):
    pass


print(Child(4), Child(4) + 1, -Child(4), type(Child(4)).__name__)
