# Each class here is looked into for the first time in another way.

print("__next__" in vars(filter))
print(enumerate.__dict__["__next__"])
print(hasattr(reversed, "__length_hint__"), hasattr(map, "__length_hint__"))


class Derived(bytearray):
    def append(self, item):
        super().append(item)
        return len(self)


print(Derived(b"ab").append(99), Derived.extend.__objclass__)
print(memoryview.release.__qualname__, memoryview.__hash__ is object.__hash__)
print(frozenset.__doc__ is None, frozenset.union.__name__)
print([name for name in dir(slice) if not name.startswith("__")])
print(slice.__hash__(slice(1)) == hash(slice(1)), slice.__match_args__ if hasattr(slice, "__match_args__") else None)
print(complex.real, complex.real.__get__(2j))
print(sorted(UnicodeDecodeError.__dict__.keys() & {"start", "end", "reason", "object", "encoding"}))
print(OSError.filename.__get__(OSError(1, "a", "b")))
print(StopIteration.value, SystemExit.code)
print("__dict__" in BaseException.__dict__, "__dict__" in Exception.__dict__)
print(BaseExceptionGroup.__class_getitem__(int))
print(KeyError.__str__ is Exception.__str__, KeyError.__dict__["__str__"])
print(property.getter(property(), None).fget)

try:
    zip.__next__ = None
except TypeError as error:
    print(error)

try:
    super.__getattribute__.missing
except AttributeError as error:
    print(error)

from string.templatelib import Interpolation

print(Interpolation.__match_args__)


class Meta(type):
    pass


class Named(range if False else object, metaclass=Meta):
    pass


print(type.__subclasses__(type) == [Meta] or Meta in type.__subclasses__(type))
print(range.__dict__["count"], list(range.__dict__)[0] in dir(range))
print(isinstance(dict.__dict__["fromkeys"], type(vars(dict)["fromkeys"])), type(vars(bytes)["maketrans"]).__name__)
print(float.__dict__.get("__radd__"), int.__dict__.get("__round__"))
