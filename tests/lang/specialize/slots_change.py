# Sites that have learnt where a slot is, when a class changes what the name means.


class Point:
    def __init__(self, x):
        self.x = x


class Fixed:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x


class Left:
    pass


class Both(Left, Fixed):
    __slots__ = ()


def read(thing):
    return thing.x


def write(thing, value):
    thing.x = value


def warm(thing):
    for index in range(20):
        write(thing, index)
        read(thing)


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


point = Point(1)
warm(point)
Point.x = "class"
print(read(point))
Point.x = property(lambda self: "property")
print(read(point), attempt(write, point, 5), point.__dict__)
del Point.x
print(read(point), attempt(write, point, 5), read(point))


class Data:
    def __get__(self, instance, owner):
        return "data"


Point.x = Data()
warm(point)
print(read(point))
Data.__set__ = lambda self, instance, value: print("set", value)
print(read(point), attempt(write, point, 6))
del Data.__set__
print(read(point))
Point.__getattribute__ = lambda self, name: "anything"
print(read(point))
del Point.__getattribute__
print(read(point))
Point.__setattr__ = lambda self, name, value: print("setattr", name, value)
write(point, 7)
del Point.__setattr__
write(point, 8)
print(read(point))

fixed = Fixed(1)
warm(fixed)
member = Fixed.x
Fixed.x = 5
print(read(fixed), attempt(write, fixed, 2))
Fixed.x = member
print(read(fixed), attempt(write, fixed, 2), read(fixed))
del Fixed.x
print(attempt(read, fixed))
Fixed.x = member
print(read(fixed))

both = Both(1)
warm(both)
Left.x = "left"
print(read(both), attempt(write, both, 3))
del Left.x
print(read(both), attempt(write, both, 3), read(both))


class Base:
    pass


class Derived(Base):
    def __init__(self, x):
        self.x = x


class Guarded:
    x = property(lambda self: "guarded")


derived = Derived(1)
warm(derived)
Derived.__bases__ = (Guarded,)
print(read(derived), attempt(write, derived, 3))
Derived.__bases__ = (Base,)
print(read(derived))
Base.x = property(lambda self: "base", lambda self, value: print("base got", value))
print(read(derived), attempt(write, derived, 3))


class Growing:
    pass


def grow(x):
    growing = Growing()
    growing.x = x
    return growing


for index in range(20):
    grow(index)
Growing.x = property(lambda self: "grown", lambda self, value: print("growing got", value))
print(grow(1).__dict__, read(grow(2)))
