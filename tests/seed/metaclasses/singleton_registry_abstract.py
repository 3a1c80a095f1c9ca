"""Metaclasses that change what calling a class means, and how each job can be done without one."""


class Singleton(type):
    _instances = {}

    def __call__(cls, *args, **kw):
        if cls not in cls._instances:
            print("  creating", cls.__name__)
            cls._instances[cls] = super().__call__(*args, **kw)
        return cls._instances[cls]


class A(metaclass=Singleton):
    def __init__(self, v): self.v = v


class B(A):
    pass


print(A(1).v, A(2).v, A(3) is A(4), B(5).v, B(6) is A(1), A.__call__ if False else "")


class Multiton(type):
    def __call__(cls, *key):
        table = cls.__dict__.get("_table")
        if table is None:
            table = {}
            type.__setattr__(cls, "_table", table)
        return table.setdefault(key, None) or table.setdefault(key, None) or table.update({key: super().__call__(*key)}) or table[key]


class Color(metaclass=Multiton):
    def __init__(self, *rgb): self.rgb = rgb


print(Color(1, 2, 3) is Color(1, 2, 3), Color(1, 2, 3) is Color(3, 2, 1))


class Sealed(type):
    def __new__(mcls, name, bases, ns):
        for b in bases:
            if isinstance(b, Sealed) and ns.get("__module__") and b.__dict__.get("_sealed"):
                raise TypeError(f"{b.__name__} is sealed against {name}")
        return super().__new__(mcls, name, bases, ns)

    def __setattr__(cls, name, value):
        raise AttributeError(f"class {cls.__name__} is frozen: {name}")

    def __delattr__(cls, name):
        raise AttributeError(f"class {cls.__name__} keeps {name}")


class Base(metaclass=Sealed):
    x = 1


class Last(Base):
    _sealed = True


for f in (lambda: setattr(Base, "y", 1), lambda: delattr(Base, "x"), lambda: type("Sub", (Last,), {}), lambda: Sealed("Sub", (Last,), {"__module__": "m"})):
    try:
        print(f())
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)
type.__setattr__(Base, "y", "past the guard")
print(Base.y, Base().__dict__)


class Interface(type):
    """Checks that methods exist when the class is made, not when it is instantiated."""

    def __new__(mcls, name, bases, ns, requires=()):
        cls = super().__new__(mcls, name, bases, ns)
        cls._requires = tuple(requires) or getattr(cls, "_requires", ())
        if bases and not requires:
            missing = [m for m in cls._requires if not callable(getattr(cls, m, None))]
            if missing:
                raise TypeError(f"{name} lacks {missing}")
        return cls


class Codec(metaclass=Interface, requires=("encode", "decode")):
    pass


class Rot(Codec):
    def encode(self, s): return s[::-1]
    decode = encode


print(Rot().decode("abc"))
try:
    class Half(Codec):
        def encode(self): ...
except TypeError as e:
    print(e)


# The same three without a metaclass.
class Plugin:
    registry = []
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        if not hasattr(cls, "run"):
            raise TypeError(f"{cls.__name__} lacks run")
        Plugin.registry.append(cls.__name__)


class P1(Plugin):
    def run(self): ...


try:
    class P2(Plugin): pass
except TypeError as e:
    print(e)
print(Plugin.registry)


def singleton(cls):
    instance = cls()
    cls.__new__ = lambda c: instance
    return cls


@singleton
class Conf:
    pass


print(Conf() is Conf())


class Meta1(type):
    def __new__(mcls, *a, **k): print("  Meta1.__new__", a[0]); return super().__new__(mcls, *a, **k)


class Meta2(Meta1):
    def __new__(mcls, *a, **k): print("  Meta2.__new__", a[0]); return super().__new__(mcls, *a, **k)


class M1(metaclass=Meta1): pass
class M2(metaclass=Meta2): pass
class M12(M1, M2): pass


print(type(M12).__name__)
D = Meta1("D", (), {})
E = type("E", (D,), {})
print(type(E).__name__, type.__call__(Meta2, "F", (), {}).__class__.__name__)
import types
G = types.new_class("G", (M1,), {"metaclass": Meta2}, lambda ns: ns.update(k=1))
print(G.k, type(G).__name__, types.prepare_class("H", (M2,))[0].__name__, types.resolve_bases((M1,)) == (M1,))
