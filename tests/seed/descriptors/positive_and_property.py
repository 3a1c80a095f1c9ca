"""The descriptor of the question, its weak points, and property rebuilt from scratch."""


class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, objtype=None):
        return obj.__dict__[self.name]

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError("must be >= 0")
        obj.__dict__[self.name] = value


class Account:
    balance = Positive()
    limit = Positive()

    def __init__(self, balance):
        self.balance = balance


a = Account(5)
a.balance += 10
print(a.balance, vars(a))
for f in (lambda: setattr(a, "balance", -1), lambda: Account(-5), lambda: a.limit, lambda: Account.balance, lambda: setattr(a, "balance", "x"), lambda: delattr(a, "balance")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
a.__dict__["balance"] = -99
print("past the guard:", a.balance)
Account.balance = 7
print("class attribute replaced:", a.balance, Account(-3).balance)


class Property:
    """What property does, in Python."""

    def __init__(self, fget=None, fset=None, fdel=None, doc=None):
        self.fget, self.fset, self.fdel = fget, fset, fdel
        self.__doc__ = doc if doc is not None else getattr(fget, "__doc__", None)
        self.name = "?"

    def __set_name__(self, owner, name): self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        if self.fget is None:
            raise AttributeError(f"property {self.name!r} has no getter")
        return self.fget(obj)

    def __set__(self, obj, value):
        if self.fset is None:
            raise AttributeError(f"property {self.name!r} has no setter")
        self.fset(obj, value)

    def __delete__(self, obj):
        if self.fdel is None:
            raise AttributeError(f"property {self.name!r} has no deleter")
        self.fdel(obj)

    def getter(self, f): return type(self)(f, self.fset, self.fdel, self.__doc__)
    def setter(self, f): return type(self)(self.fget, f, self.fdel, self.__doc__)
    def deleter(self, f): return type(self)(self.fget, self.fset, f, self.__doc__)


for prop in (Property, property):
    class T:
        @prop
        def c(self):
            "celsius"
            return self._c
        @c.setter
        def c(self, v): self._c = v
        @c.deleter
        def c(self): del self._c
        ro = prop(lambda self: "ro")
        wo = prop(fset=lambda self, v: setattr(self, "_w", v))
        nothing = prop()

    t = T()
    t.c = 5
    print(prop.__name__, t.c, T.c.__doc__, vars(t))
    del t.c
    t.wo = 1
    for f in (lambda: t.c, lambda: setattr(t, "ro", 1), lambda: delattr(t, "ro"), lambda: t.wo, lambda: t.nothing, lambda: delattr(t, "wo")):
        try:
            print(" ", f())
        except AttributeError as e:
            print(" ", e)


class Sub(T):
    @T.c.getter
    def c(self): return "overridden getter, inherited setter"


s = Sub()
s.c = 9
print(s.c, s._c, Sub.c.fset is T.c.fset, Sub.c.fget is T.c.fget)


class P2(property):
    """A subclass of property with a docstring and extra state."""
    tag = "sub"


class U:
    @P2
    def x(self): return type(U.__dict__["x"]).tag


print(U().x, isinstance(U.x, property), U.x.__doc__)
