def attempt(name, f):
    try:
        print(name, repr(f()))
    except Exception as e:
        print(name, type(e).__name__ + ":", e)
class A: pass
class B(A): pass
def set_bases(c, b): c.__bases__ = b
attempt("cycle", lambda: set_bases(A, (B,)))
attempt("self base", lambda: set_bases(A, (A,)))
attempt("empty", lambda: set_bases(B, ()))
attempt("list", lambda: set_bases(B, [A]))
attempt("int base", lambda: set_bases(B, (int,)))
class Mro(type):
    def mro(cls): return [cls, 5]
attempt("mro non-class", lambda: Mro("X", (), {}))
class Mro2(type):
    def mro(cls): return 5
attempt("mro not iterable", lambda: Mro2("X", (), {}))
class Mro3(type):
    def mro(cls): return [cls, str, object]
attempt("mro bad layout", lambda: Mro3("X", (), {}))
class SN:
    def __set_name__(self, o, n): raise ValueError("set_name fails")
attempt("set_name", lambda: type("X", (), {"a": SN()}))
attempt("prepare", lambda: exec("class M(type):\n def __prepare__(*a): return 5\nclass C(metaclass=M): pass"))
attempt("slots iter", lambda: type("X", (), {"__slots__": iter(["a"])}).__slots__ is not None)
attempt("classcell", lambda: type("X", (), {"__classcell__": 5}))
attempt("qualname", lambda: type("X", (), {"__qualname__": 5}))
attempt("doc", lambda: type("X", (), {"__doc__": 5}).__doc__)
attempt("dict doc", lambda: setattr(int, "__doc__", "x"))
attempt("name", lambda: setattr(A, "__name__", "new") or A.__name__)
attempt("del name", lambda: delattr(A, "__name__"))
attempt("abstract", lambda: A.__abstractmethods__)
attempt("new class", lambda: type.__new__(type))
attempt("new str", lambda: type.__new__(str, "X", (), {}))
attempt("many", lambda: len([type(f"C{i}", (A,), {}) for i in range(2000)]))
def deep(n):
    c = object
    for i in range(n): c = type(f"D{i}", (c,), {})
    return c
attempt("deep", lambda: len(deep(300).__mro__))

# output:
# cycle TypeError: a __bases__ item causes an inheritance cycle
# self base TypeError: a __bases__ item causes an inheritance cycle
# empty TypeError: can only assign non-empty tuple to B.__bases__, not ()
# list TypeError: can only assign tuple to B.__bases__, not list
# int base TypeError: __bases__ assignment: 'int' deallocator differs from 'A'
# mro non-class TypeError: mro() returned a non-class ('int')
# mro not iterable TypeError: 'int' object is not iterable
# mro bad layout TypeError: mro() returned base with unsuitable layout ('str')
# set_name ValueError: set_name fails
# prepare TypeError: M.__prepare__() must return a mapping, not int
# slots iter True
# classcell TypeError: __classcell__ must be a nonlocal cell, not <class 'int'>
# qualname TypeError: type __qualname__ must be a str, not int
# doc 5
# dict doc TypeError: cannot set '__doc__' attribute of immutable type 'int'
# name 'new'
# del name TypeError: cannot delete '__name__' attribute of immutable type 'new'
# abstract AttributeError: __abstractmethods__
# new class TypeError: type.__new__() takes exactly 3 arguments (0 given)
# new str TypeError: type.__new__(str): str is not a subtype of type
# many 2000
# deep 301
