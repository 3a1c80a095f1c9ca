# Attributes of objects whose __dict__ was asked for, of modules, and data descriptors, at one place in the code.
import sys
import types


class A:
    kind = "class"

    def method(self):
        return "method"

    @property
    def shown(self):
        return self.__dict__.get("hidden", "none")


def look(object, name):
    try:
        if name == "x":
            return object.x
        if name == "kind":
            return object.kind
        if name == "shown":
            return object.shown
        return object.method()
    except AttributeError as error:
        return f"{error} / {error.name}"


objects = [A() for _ in range(6)]
for index, each in enumerate(objects):
    each.__dict__
    if index % 2:
        each.y = index
    if index != 3:
        each.x = index
    if index == 4:
        each.kind = "own"
        each.__dict__["method"] = lambda: "own method"
    if index == 5:
        each.__dict__["shown"] = "not seen"
        each.hidden = "seen"
for name in ["x", "kind", "shown", "method"]:
    for _ in range(2):
        print([look(each, name) for each in objects])
del objects[0].x
objects[3].x = "late"
print([look(each, "x") for each in objects])
A.x = property(lambda self: "property", lambda self, value: None)
print([look(each, "x") for each in objects])
A.x = "class"
print([look(each, "x") for each in objects])
A.method = 5
try:
    print([look(each, "method") for each in objects])
except TypeError as error:
    print(error)
A.shown = property(lambda self: self.missing)
print(look(objects[0], "shown"))


# Modules that change, and several at one place.
one, two = types.ModuleType("one"), types.ModuleType("two")
one.value, two.value = 1, 2
one.call, two.call = (lambda: "one"), (lambda: "two")


def of_module(module):
    return module.value, module.call()


for module in [one, one, two, one]:
    print(of_module(module))
one.value, one.call = 3, str
print(of_module(one))
del one.value
one.__getattr__ = lambda name: "from __getattr__"
print(of_module(one))
one.__dict__[5] = 6
one.value = 7
print(of_module(one), of_module(two))
for _ in range(3):
    print(types.ModuleType("temporary").__name__, end=" ")
print()


# What a frame and a code object compute.
def here():
    frame = sys._getframe()
    return frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_back.f_code.co_name


print([here() for _ in range(2)])
try:
    here().f_code
except AttributeError as error:
    print(error)


class Slots:
    __slots__ = ("a", "__dict__")


slots = Slots()
slots.__dict__
for _ in range(2):
    print(look(slots, "x"))
slots.x = 1
print(look(slots, "x"), slots.__class__.__name__)
