"""__prepare__: class bodies that run in a namespace of your choosing."""


class NoDuplicates(dict):
    def __setitem__(self, k, v):
        if k in self and not k.startswith("__"):
            raise TypeError(f"{k} defined twice")
        super().__setitem__(k, v)


class Strict(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("  prepare", mcls.__name__, name, [b.__name__ for b in bases], kw)
        return NoDuplicates()

    def __new__(mcls, name, bases, ns, **kw):
        print("  namespace is", type(ns).__name__)
        return super().__new__(mcls, name, bases, dict(ns))

    def __init__(cls, *a, **kw):
        super().__init__(*a)


class Good(metaclass=Strict, option=1):
    a = 1
    def b(self): ...


try:
    class Bad(Good):
        x = 1
        x = 2
except TypeError as e:
    print(e)


class Auto(dict):
    """Undefined names in the body become numbered members."""
    def __missing__(self, k):
        if k.startswith("__"):
            raise KeyError(k)
        n = self[k] = len([x for x in self if not x.startswith("__")])
        return n


class AutoMeta(type):
    __prepare__ = classmethod(lambda mcls, name, bases: Auto())
    def __new__(mcls, name, bases, ns):
        cls = super().__new__(mcls, name, bases, ns)
        cls.names = [k for k in ns if not k.startswith("__")]
        return cls


class Colors(metaclass=AutoMeta):
    RED, GREEN
    BLUE
    OTHER = "explicit"


print(Colors.names, Colors.RED, Colors.BLUE, Colors.OTHER, type(Colors.__dict__).__name__)


class Overload(dict):
    def __setitem__(self, k, v):
        if callable(v) and k in self and not k.startswith("__"):
            old = self[k]
            v = old if isinstance(old, Multi) else Multi(old)
            v.add(self.fresh)
            return super().__setitem__(k, v)
        super().__setitem__(k, v)


class Multi:
    def __init__(self, f): self.fs = {}; self.add(f)
    def add(self, f): self.fs[f.__code__.co_argcount] = f
    def __get__(self, obj, owner): return lambda *a: self.fs[len(a) + 1](obj, *a)


class OverloadMeta(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        class NS(Overload):
            def __setitem__(self, k, v):
                self.fresh = v
                super().__setitem__(k, v)
        return NS()
    def __new__(mcls, name, bases, ns): return super().__new__(mcls, name, bases, dict(ns))


class Shape(metaclass=OverloadMeta):
    def area(self, r): return 3 * r * r
    def area(self, w, h): return w * h
    def area(self, a, b, c): return a * b * c


print(Shape().area(2), Shape().area(2, 3), Shape().area(2, 3, 4))
calls = []


class Watch(dict):
    def __getitem__(self, k): calls.append(f"get {k}"); return super().__getitem__(k)
    def __setitem__(self, k, v): calls.append(f"set {k}"); super().__setitem__(k, v)
    def __delitem__(self, k): calls.append(f"del {k}"); super().__delitem__(k)


class WatchMeta(type):
    __prepare__ = lambda *a, **k: Watch()


glob = "global"


class W(metaclass=WatchMeta):
    x = 1
    y = x
    z = glob
    del y
    for i in range(2):
        pass
    def f(self): return glob


print([c for c in calls if "__" not in c])
print([c for c in calls if "__" in c and "annot" not in c and "condit" not in c])
for bad in ("lambda *a: 5", "lambda *a: None", "5", "lambda: {}"):
    try:
        exec(f"class M(type):\n    __prepare__ = {bad}\nclass C(metaclass=M): pass")
        print("ok")
    except TypeError as e:
        print(e)
