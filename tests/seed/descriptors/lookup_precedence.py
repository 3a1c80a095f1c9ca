"""Data descriptor, instance dict, non-data descriptor, class attribute, __getattr__: the full table."""


class Data:
    def __init__(self, tag): self.tag = tag
    def __get__(self, obj, owner=None): return f"data {self.tag} {'class' if obj is None else 'instance'}"
    def __set__(self, obj, value): print(f"  set {self.tag} = {value}")
    def __delete__(self, obj): print(f"  delete {self.tag}")


class NonData:
    def __init__(self, tag): self.tag = tag
    def __get__(self, obj, owner=None): return f"non-data {self.tag}"


class SetOnly:
    def __set__(self, obj, value): obj.__dict__["set_only"] = f"stored {value}"


class DelOnly:
    def __delete__(self, obj): print("  del only")


class GetNone:
    __get__ = None


class Meta(type):
    meta_data = Data("on meta")
    meta_plain = "meta attribute"
    both = Data("meta both")
    both_plain = "meta"


class Base:
    inherited = Data("inherited")
    nd_inherited = NonData("inherited")


class C(Base, metaclass=Meta):
    data = Data("own")
    non = NonData("own")
    plain = "class"
    set_only = SetOnly()
    del_only = DelOnly()
    both = "class both"
    both_plain = "class"

    def __getattr__(self, name): return f"getattr {name}"


c = C()
c.__dict__.update(data="inst", non="inst", plain="inst", inherited="inst", nd_inherited="inst", del_only="inst")
for name in ("data", "non", "plain", "inherited", "nd_inherited", "set_only", "del_only", "missing", "meta_plain"):
    value = getattr(c, name)
    print(f"{name:14} {value if isinstance(value, str) else type(value).__name__}")
for name in ("data", "non", "inherited", "both", "both_plain", "meta_data", "meta_plain"):
    print(f"C.{name:14} {getattr(C, name)}")
c.data = 1
c.non = 2
c.set_only = 3
c.inherited = 4
del c.data, c.del_only
print(c.non, c.set_only, c.inherited)
try:
    c.del_only = 5
except AttributeError as e:
    print(type(e).__name__, e)
try:
    del c.set_only
except AttributeError as e:
    print(type(e).__name__, e)
C.data = "replaced, not set"
print(C.data, c.data)
C.both = "through the meta descriptor"
print(C.both, C.__dict__["both"])


class Late:
    pass


l = Late()
l.x = "instance"
Late.x = Data("added later")
print(l.x, vars(l))
del Late.x
print(l.x)
d = Data("on the instance")
l.d = d
print(l.d is d)


class Changes:
    """A descriptor decides by its type at lookup time, not when the class was made."""
    def __get__(self, obj, owner=None): return "got"


class H:
    a = Changes()


h = H()
h.__dict__["a"] = "inst"
print(h.a)
Changes.__set__ = lambda self, obj, v: None
print(h.a)
del Changes.__set__
print(h.a)
del Changes.__get__
del h.__dict__["a"]
print(type(h.a).__name__)


class Slot:
    __slots__ = ("s",)


print(type(Slot.s).__name__, hasattr(Slot.s, "__set__"), hasattr(Slot.s, "__delete__"))
f = C.__getattr__
print(type(f).__name__, f.__get__(c, C).__self__ is c, f.__get__(None, C) is f, type(f.__get__(c)).__name__)


class Getattribute:
    x = Data("x")
    def __getattribute__(self, name):
        return f"intercepted {name}" if name == "x" else super().__getattribute__(name)


print(Getattribute().x, object.__getattribute__(Getattribute(), "x"))


class Bad:
    def __get__(self, obj, owner=None): raise AttributeError("from __get__")


class UsesBad:
    b = Bad()
    def __getattr__(self, name): return f"rescued {name}"


print(UsesBad().b)
try:
    UsesBad.b
except AttributeError as e:
    print(e)
