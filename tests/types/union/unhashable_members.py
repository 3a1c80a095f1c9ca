hashable = False


class Meta(type):
    def __hash__(self):
        if hashable:
            return 1
        raise TypeError("not hashable")


class Compared(type):
    def __eq__(self, other):
        return 1 / 0


class A(metaclass=Meta):
    pass


class B(metaclass=Meta):
    pass


C, D = Compared("C", (), {}), Compared("D", (), {})
union = A | B
print(union.__args__ == (A, B), union == (B | A), union == (A | int))  # expect: True True False
try:
    hash(union)
except TypeError as error:
    print(error)  # expect: not hashable
hashable = True
try:
    hash(union)
except TypeError as error:
    print(error)  # expect: union contains 2 unhashable elements
# What has a hash is not compared with what has none.
print(len((int | C).__args__))  # expect: 2
C | D  # raises: ZeroDivisionError: division by zero
