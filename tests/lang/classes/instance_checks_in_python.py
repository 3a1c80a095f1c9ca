# Metaclasses that tell what is an instance, and methods of classes that are made anew in place.
from abc import ABC, ABCMeta
from collections.abc import Mapping, Sized


class Answer:
    def __init__(self, truth):
        self.truth = truth

    def __bool__(self):
        return self.truth


class Meta(type):
    def __instancecheck__(cls, object):
        if object == "raise":
            raise ValueError("asked")
        return Answer(object == "yes") if isinstance(object, str) else object


class Asked(metaclass=Meta):
    pass


class Derived(Asked):
    pass


def ask(object, what):
    return isinstance(object, what)


for _ in range(2):
    for value in ["yes", "no", [], [1], 5, 0, None, Asked(), Derived()]:
        print(ask(value, Asked), end=" ")
    print()
    try:
        ask("raise", Asked)
    except ValueError as error:
        print(error, error.__traceback__.tb_next.tb_frame.f_code.co_name)
print(ask("yes", (int, Asked)), ask("no", (int, Asked)), ask(1, int), ask("yes", Asked | int))
print([isinstance(x, Asked) for x in ["yes", "no"]])


def generate():
    for x in ["yes", "no"]:
        yield isinstance(x, Asked)


print(list(generate()))


class Shape(ABC):
    pass


class Square:
    pass


print(ask(Square(), Shape), ask({}, Mapping), ask({}, Sized), ask(5, Sized))
Shape.register(Square)
print(ask(Square(), Shape), ask(Square, Shape))


class Nested(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(cls, other):
        return ask(other, type) and hasattr(other, "nested")


class Has:
    nested = 1


print(ask(Has(), Nested), ask(3, Nested), ask(Has(), Nested))


class Methods:
    @staticmethod
    def static(x):
        return "static", x

    @classmethod
    def of_class(cls, x):
        return cls.__name__, x


class More(Methods):
    pass


def call(object):
    return object.static(1), object.of_class(2)


for object in [Methods, Methods(), More, More(), Methods]:
    print(call(object))
Methods.__dict__["static"].__init__(lambda x: ("another", x))
Methods.__dict__["of_class"].__init__(lambda cls, x: ("another", cls.__name__, x))
for object in [Methods, Methods(), More, More(), Methods]:
    print(call(object))
Methods.static = staticmethod(max)
More.of_class = classmethod(lambda cls, x: x)
try:
    print(call(More()))
except TypeError as error:
    print(error)
