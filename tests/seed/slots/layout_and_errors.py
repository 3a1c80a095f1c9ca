"""__slots__: what exists, what does not, and every way of getting it wrong."""


class MyClass:
    __slots__ = ["name", "identifier"]

    def __init__(self, name, identifier):
        self.name = name
        self.identifier = identifier


m = MyClass("n", 1)
print(m.name, m.identifier, hasattr(m, "__dict__"), hasattr(m, "__weakref__"), MyClass.__slots__, sorted(k for k in vars(MyClass) if not k.startswith("_")))


def attempt(label, f):
    try:
        print(label, "->", f())
    except Exception as e:
        print(label, "->", type(e).__name__ + ":", e)


attempt("new attribute", lambda: setattr(m, "extra", 1))
attempt("class attribute name", lambda: setattr(m, "__init__", 1))
attempt("vars", lambda: vars(m))
attempt("unset", lambda: MyClass.__new__(MyClass).name)
attempt("delete", lambda: delattr(m, "name"))
attempt("deleted", lambda: m.name)
attempt("delete again", lambda: delattr(m, "name"))
attempt("set again", lambda: setattr(m, "name", "back") or m.name)
attempt("descriptor", lambda: (type(MyClass.name).__name__, MyClass.name.__name__, MyClass.name.__objclass__ is MyClass, MyClass.name.__get__(m), MyClass.name.__get__(None, MyClass) is MyClass.name))
attempt("wrong object", lambda: MyClass.name.__get__(5))
attempt("wrong set", lambda: MyClass.name.__set__(object(), 1))
attempt("repr", lambda: repr(MyClass.name))


class Sub(MyClass):
    pass


class SubSlots(MyClass):
    __slots__ = ("more",)


class Empty(MyClass):
    __slots__ = ()


s = Sub(1, 2)
s.anything = 3
print(s.__dict__, s.name, Sub.__dict__.get("__slots__"))
ss = SubSlots(1, 2)
ss.more = 3
attempt("sub slots", lambda: setattr(ss, "zz", 1))
attempt("empty slots", lambda: setattr(Empty(1, 2), "zz", 1))


class Redefines(MyClass):
    __slots__ = ("name",)


r = Redefines("a", 1)
MyClass.name.__set__(r, "hidden")
print(r.name, MyClass.name.__get__(r))
attempt("two slotted bases", lambda: type("Both", (MyClass, type("O", (), {"__slots__": ("q",)})), {}))
attempt("one empty base", lambda: type("Both", (MyClass, type("O", (), {"__slots__": ()})), {"__slots__": ()})("x", 1).name)
attempt("class attribute", lambda: type("X", (), {"__slots__": ("a",), "a": 1}))
attempt("not identifier", lambda: type("X", (), {"__slots__": ("a b",)}))
attempt("not str", lambda: type("X", (), {"__slots__": (1,)}))
attempt("twice", lambda: type("X", (), {"__slots__": ("a", "a")}).__slots__)
attempt("string", lambda: type("X", (), {"__slots__": "abc"}).__slots__)
attempt("dict", lambda: type("X", (), {"__slots__": {"a": "doc of a"}}).a.__doc__)
attempt("int with slots", lambda: type("X", (int,), {"__slots__": ("a",)}))
attempt("int empty slots", lambda: hasattr(type("X", (int,), {"__slots__": ()})(5), "__dict__"))
attempt("str slots", lambda: type("X", (str,), {"__slots__": ("a",)})("v").upper())
attempt("list slots", lambda: setattr(type("X", (list,), {"__slots__": ("a",)})(), "b", 1))
attempt("tuple slots", lambda: type("X", (tuple,), {"__slots__": ("a",)}))
attempt("with __dict__", lambda: setattr(type("X", (), {"__slots__": ("__dict__", "a")})(), "b", 1))
attempt("dict twice", lambda: type("X", (Sub,), {"__slots__": ("__dict__",)}))
attempt("weakref twice", lambda: type("X", (Sub,), {"__slots__": ("__weakref__",)}))
import weakref
attempt("weakref without", lambda: weakref.ref(m))
attempt("weakref with", lambda: weakref.ref(type("X", (), {"__slots__": ("__weakref__",)})()) is not None)
attempt("mangled", lambda: Private().get())


class Private:
    __slots__ = ("__secret",)
    def __init__(self): self.__secret = 5
    def get(self): return self.__secret, self._Private__secret


attempt("mangled", lambda: Private().get())
attempt("later slots", lambda: setattr(MyClass, "__slots__", ("x",)) or MyClass.__slots__)
attempt("class assignment same layout", lambda: setattr(m, "__class__", type("Same", (), {"__slots__": ("identifier", "name")})) or type(m).__name__)
attempt("class assignment other layout", lambda: setattr(m, "__class__", Sub))
