"""Sites that meet instances which keep their attributes in a dict: asked for, or grown past their room."""


class Plain:
    shared = "of the class"

    def __init__(self, order):
        for name in order:
            setattr(self, name, name * 2)

    def method(self):
        return "method"


def with_dict(order):
    made = Plain(order)
    made.__dict__
    return made


def read(objects, rounds=3):
    found = []
    for _ in range(rounds):
        for one in objects:
            found.append(one.a)
    return found


# Another order of attributes is another position.
print(read([with_dict("abc"), with_dict("cba"), with_dict("bac"), Plain("ab"), with_dict("a")]))


def write(one, values):
    for value in values:
        one.a = value
    return one.a


one = with_dict("abc")
print(write(one, [1, 2, 3]), one.__dict__)
print(write(with_dict("cba"), [4]), write(Plain("ba"), [5]), write(with_dict(""), [6, 7]))


# What is deleted is looked for in the class, and comes back in another place.
def look(one):
    try:
        return one.shared
    except AttributeError as error:
        return str(error)


one = with_dict("abc")
for step in range(6):
    print(look(one), end=" ")
    if step == 1:
        one.shared = "own"
    elif step == 3:
        del one.shared
    elif step == 4:
        one.__dict__ = {"shared": "of another dict"}
print()

one = with_dict("abc")
for key in [1, "shared", None, (2, 3)]:
    print(look(one), end=" ")
    one.__dict__[key] = key
print(look(one))


# A data descriptor put into the class comes first, for reading and writing; one without __set__ does not.
class Later:
    pass


def both(one, value):
    one.x = value
    return one.x


one = Later()
one.__dict__["x"] = 0
print([both(one, i) for i in range(3)])
Later.x = property(lambda self: "read", lambda self, value: print("written", value))
print([both(one, i) for i in range(3)], one.__dict__)
del Later.x
print([both(one, i) for i in range(3)])


class Own:
    def __get__(self, instance, owner):
        return "got"


Later.x = Own()
print([both(one, i) for i in range(3)])
Own.__set__ = lambda self, instance, value: print("set", value)
print([both(one, i) for i in range(3)], one.__dict__)


# What is replaced is destroyed when its place has the new value already.
class Watcher:
    def __init__(self, place):
        self.place = place

    def __del__(self):
        print("at the end:", self.place.x)


class Place:
    pass


def replace(place, values):
    for value in values:
        place.x = value


place = Place()
place.__dict__
for _ in range(2):
    replace(place, [1, Watcher(place), 2, Watcher(place), 3])


# The object is what an expression gives.
def made():
    return with_dict("ab")


for _ in range(3):
    made().a = 1
    print(made().b, made().method(), made().shared, end=" ")
print()


# Methods and values of the class, hidden by the instance and not.
def call(one):
    return one.method()


one = with_dict("ab")
print(call(one), call(one), end=" ")
one.method = lambda: "own"
print(call(one), call(one), end=" ")
del one.method
print(call(one))
Plain.shared = 5
print(look(one), look(with_dict("a")))
del Plain.shared
print(look(one), look(one))


# More attributes than the first instance had room for.
class Grown:
    def __init__(self):
        self.a = 0


def fill(one, count):
    for i in range(count):
        setattr(one, f"n{i}", i)
    return one


for grown in [fill(Grown(), 100), fill(Grown(), 5), fill(Grown(), 70), Grown()]:
    for i in range(3):
        grown.a += i
    print(grown.a, len(vars(grown)), getattr(grown, "n4", None))


# Modules and exceptions keep dicts as well.
import types

module = types.ModuleType("module")
for i in range(3):
    module.x = i
    print(module.x, end=" ")
error = ValueError()
for i in range(3):
    error.x = i
    print(error.x, end=" ")
print()
