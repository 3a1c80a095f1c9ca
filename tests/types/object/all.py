o = object()
print(type(o), o == o, o != object(), hash(o) == hash(o), isinstance(o, object), bool(o), repr(o).startswith("<object object at 0x"), str(o) == repr(o), o.__doc__ is not None)
print(sorted(n for n in dir(o)))
for f in (lambda: o.x, lambda: setattr(o, "x", 1), lambda: o(), lambda: o + 1, lambda: o < o, lambda: len(o), lambda: iter(o), lambda: object(1), lambda: o[0], lambda: vars(o), lambda: object.__init__(), lambda: o.__dict__, lambda: format(o, "x"), lambda: o.__reduce_ex__(1) and o.__reduce_ex__("x")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])
class C: pass
c = C()
print(c == C(), c.__eq__(5), c.__ne__(c), c.__lt__(c), c.__sizeof__() > 0, c.__class__ is C, c.__format__("") == str(c), C.__subclasshook__(5), C.__init_subclass__() is None, c.__getstate__())

# output:
# <class 'object'> True True True True True True True True
# ['__class__', '__delattr__', '__dir__', '__doc__', '__eq__', '__format__', '__ge__', '__getattribute__', '__getstate__', '__gt__', '__hash__', '__init__', '__init_subclass__', '__le__', '__lt__', '__ne__', '__new__', '__reduce__', '__reduce_ex__', '__repr__', '__setattr__', '__sizeof__', '__str__', '__subclasshook__']
# AttributeError 'object' object has no attribute 'x'
# AttributeError 'object' object has no attribute 'x' and no __dict__ for setting new attributes
# TypeError 'object' object is not callable
# TypeError unsupported operand type(s) for +: 'object' and 'int'
# TypeError '<' not supported between instances of 'object' and 'object'
# TypeError object of type 'object' has no len()
# TypeError 'object' object is not iterable
# TypeError object() takes no arguments
# TypeError 'object' object is not subscriptable
# TypeError vars() argument must have __dict__ attribute
# TypeError descriptor '__init__' of 'object' object needs an argument
# AttributeError 'object' object has no attribute '__dict__'
# TypeError unsupported format string passed to object.__format__
# TypeError 'str' object cannot be interpreted as an integer
# False NotImplemented False NotImplemented True True True NotImplemented True None
