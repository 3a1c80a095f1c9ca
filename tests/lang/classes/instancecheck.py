class Even(type):
    def __instancecheck__(cls, o): return isinstance(o, int) and o % 2 == 0
    def __subclasscheck__(cls, c): return c is int
class E(metaclass=Even): pass
print(isinstance(4, E), isinstance(3, E), issubclass(int, E), issubclass(str, E))
print(isinstance(E(), E))
print(isinstance(1, (str, int)), isinstance(1, (str, (float, (int,)))), isinstance(True, int | str))
for f in (lambda: isinstance(1, 5), lambda: issubclass(5, int), lambda: issubclass(int, 5), lambda: isinstance(1, [int]), lambda: isinstance(1, list[int]), lambda: isinstance(1, (str, 5))):
    try:
        print(f())
    except TypeError as e:
        print(e)
class Fake:
    __class__ = int
print(isinstance(Fake(), int), type(Fake()).__name__)

# output:
# True False True False
# True
# True True True
# isinstance() arg 2 must be a type, a tuple of types, or a union
# issubclass() arg 1 must be a class
# issubclass() arg 2 must be a class, a tuple of classes, or a union
# isinstance() arg 2 must be a type, a tuple of types, or a union
# isinstance() argument 2 cannot be a parameterized generic
# isinstance() arg 2 must be a type, a tuple of types, or a union
# True Fake
