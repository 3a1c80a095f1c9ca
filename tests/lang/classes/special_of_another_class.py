class A(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
    __hash__ = int.__hash__


a = A()
for operation in (lambda: a == a), (lambda: a + a):
    try:
        operation()
    except TypeError as error:
        print("'str' object" in str(error))
# expect: True
# expect: True
for arguments in (), (1, 2, 3):
    try:
        (2).__pow__(*arguments)
    except TypeError as error:
        print(error)
# expect: expected 1 or 2 arguments, got 0
# expect: expected 1 or 2 arguments, got 3
print(type(complex.real).__name__, type(float.real).__name__)  # expect: member_descriptor getset_descriptor


class Bases(tuple):
    pass


print(type(type("C", Bases((int,)), {}).__bases__).__name__)  # expect: Bases


class Base:
    pass


class Meta(Base, type):
    pass


class WithMeta(metaclass=Meta):
    attribute = 1


print(type(WithMeta.__dict__).__name__, WithMeta.__dict__["attribute"])  # expect: mappingproxy 1
for change in (lambda: setattr(WithMeta, "__dict__", {})), (lambda: Base.__dict__["__dict__"].__set__(WithMeta, {})):
    try:
        change()
    except (AttributeError, TypeError):
        print("refused")
# expect: refused
# expect: refused
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Numbered", (), {1: 2})
print(caught[0].category.__name__, caught[0].message)  # expect: RuntimeWarning non-string key in the __dict__ of class Numbered
