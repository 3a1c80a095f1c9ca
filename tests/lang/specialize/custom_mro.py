# Sites on classes whose `mro()` names classes that are not among their bases, when those change.


class Base:
    value = 1

    def method(self):
        return "one"


class Meta(type):
    def mro(cls):
        return (cls, Base, object)


class Weird(metaclass=Meta):
    pass


def of_class():
    return Weird.value


def of_instance(thing):
    return thing.value


def method(thing):
    return thing.method()


thing = Weird()
for _ in range(20):
    of_class(), of_instance(thing), method(thing)
print(of_class(), of_instance(thing), method(thing))
Base.value = 2
Base.method = lambda self: "two"
print(of_class(), of_instance(thing), method(thing))
Base.value = property(lambda self: "property")
print(type(of_class()).__name__, of_instance(thing))
thing.own = 3
del Base.value
try:
    print(of_class())
except AttributeError as error:
    print(error)
