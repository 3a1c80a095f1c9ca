class A:
    def m(self): return "old"
class B(A): pass
b = B()
print(b.m())  # expect: old
A.m = lambda self: "new"
print(b.m())  # expect: new
B.m = lambda self: "B's"
print(b.m())  # expect: B's
del B.m
print(b.m())  # expect: new
A.__len__ = lambda self: 7
print(len(b))  # expect: 7
del A.__len__
try:
    len(b)
except TypeError as e:
    print(e)  # expect: object of type 'B' has no len()
class C:
    def m(self): return "C"
B.__bases__ = (C,)
print(b.m(), B.__mro__[1].__name__)  # expect: C C
b.__class__ = A
print(type(b).__name__, b.m())  # expect: A new
try:
    b.__class__ = int
except TypeError as e:
    print(e)  # expect: __class__ assignment only supported for mutable types or ModuleType subclasses
try:
    b.__class__ = 5
except TypeError as e:
    print(e)  # expect: __class__ must be set to a class, not 'int' object
try:
    int.foo = 1
except TypeError as e:
    print(e)  # expect: cannot set 'foo' attribute of immutable type 'int'
