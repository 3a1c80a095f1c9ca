"""Answers of isinstance are remembered, and forgotten when the classes change."""


class A:
    pass


class B:
    pass


class C(A):
    pass


def ask(value, class_):
    return isinstance(value, class_)


def all_of(*pairs):
    return [ask(*pair) for _ in range(3) for pair in pairs]


c = C()
print(all_of((c, A), (c, B), (c, C), (c, object), (1, int), (1, str), (True, int), (1.5, float), (None, int), ("", str), (..., A)))

# Other bases.
C.__bases__ = (B,)
print(all_of((c, A), (c, B)))
C.__bases__ = (A, B)
print(all_of((c, A), (c, B)))

# What an object claims to be.
C.__bases__ = (B,)
print(all_of((c, A), (c, int)))


class Base:
    pass


class ClaimsInt:
    __class__ = property(lambda self: int)


class Derived(Base):
    pass


print(all_of((Derived(), A), (Derived(), int), (ClaimsInt(), int), (ClaimsInt(), ClaimsInt)))
Derived.__bases__ = (ClaimsInt,)
print(all_of((Derived(), A), (Derived(), int)))
Derived.__bases__ = (Base,)
print(all_of((Derived(), A), (Derived(), int)))


class Claims:
    def __getattribute__(self, name):
        return A if name == "__class__" else object.__getattribute__(self, name)


print(all_of((Claims(), A), (Claims(), B)))


# A metaclass that answers for itself, given later.
class Meta(type):
    def __instancecheck__(cls, value):
        return value == "yes"


class D:
    pass


print(all_of(("yes", D), (D(), D)))
try:
    D.__class__ = Meta
except TypeError as error:
    print(error)
print(all_of(("yes", D), (1, D), (D(), D)))

# An object of another class.
c.__class__ = A
print(all_of((c, A), (c, B), (c, C)))


# Many classes, more than answers are remembered.
classes = [type(f"K{i}", (A if i % 2 else B,), {}) for i in range(300)]
for _ in range(2):
    print(sum(ask(k(), A) for k in classes), sum(ask(k(), B) for k in classes), sum(ask(k(), classes[7]) for k in classes))

# What is no class.
for wrong in [1, "A", None, (A, 1), [A]]:
    for _ in range(2):
        try:
            print(ask(c, wrong), end=" ")
        except TypeError as error:
            print(error)
for _ in range(3):
    print(ask(c, (B, A)), ask(c, (B, (C, int))), ask(1, int | str), ask(c, int | str), ask(c, ()))
