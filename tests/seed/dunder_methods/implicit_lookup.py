"""Special methods are found on the type: instance attributes, __getattr__ and __getattribute__ are not asked."""


class Quiet:
    def __getattr__(self, name):
        print(f"  getattr {name}")
        raise AttributeError(name)


q = Quiet()
q.__len__ = lambda: 5
q.__iter__ = lambda: iter("abc")
q.__bool__ = lambda: False
q.__str__ = lambda: "instance str"
q.__hash__ = lambda: 1
q.__eq__ = lambda o: True
q.__enter__ = lambda: "e"
q.__exit__ = lambda *a: None
print(bool(q), str(q) == repr(q), q == 5, hash(q) == object.__hash__(q))
for f in (lambda: len(q), lambda: iter(q), lambda: q[0], lambda: q(), lambda: q + 1):
    try:
        f()
    except TypeError as e:
        print(e)
try:
    with q:
        pass
except TypeError as e:
    print(e)
# Named explicitly, the instance attribute is found.
print(q.__len__(), list(q.__iter__()), q.__str__())
# Changing the class reaches every instance, even ones that exist already.
Quiet.__len__ = lambda self: 42
print(len(q), bool(q))
Quiet.__bool__ = lambda self: False
print(bool(q))
del Quiet.__len__, Quiet.__bool__
print(bool(q))


# Functions bind; a callable without __get__ does not; a staticmethod gets no self.
class Callable:
    def __call__(self, *a):
        return len(a)


class Odd:
    __len__ = Callable()
    __hash__ = staticmethod(lambda: 99)
    __int__ = classmethod(lambda cls: len(cls.__name__))
    __str__ = property(lambda self: lambda: "property made me")
    __bool__ = print  # a builtin function does not bind


o = Odd()
print(len(o), hash(o), int(o), str(o))
try:
    bool(o)
except TypeError as e:
    print(e)


class Meta(type):
    def __len__(cls):
        return 7

    def __call__(cls, *a):
        print("  meta call", a)
        return super().__call__(*a)

    def __getitem__(cls, k):
        return f"{cls.__name__}[{k!r}]"


class C(metaclass=Meta):
    def __class_getitem__(cls, k):
        return "loses to the metaclass"

    def __call__(self):
        return "instance call"


print(len(C), C["k"], C()())
