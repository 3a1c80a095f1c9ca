C = type("C", (), {"x": 1, "m": lambda self: self.x + 1})
print(C.__name__, C().m(), C.__bases__, C.__module__)
D = type("D", (C,), {})
print(D().x, type(D), type(5), type(type))
for f in (lambda: type(), lambda: type("X"), lambda: type(1, 2), lambda: type("X", (5,), {}), lambda: type("X", [], {}), lambda: type("X", (), []), lambda: type("a\0b", (), {}), lambda: type(5, (), {})):
    try:
        r = f()
        print(r)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(isinstance(C, type), isinstance(type, object), isinstance(object, type))

# output:
# C 2 (<class 'object'>,) __main__
# 1 <class 'type'> <class 'int'> <class 'type'>
# TypeError type() takes 1 or 3 arguments
# <class 'str'>
# TypeError type() takes 1 or 3 arguments
# TypeError metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
# TypeError type.__new__() argument 2 must be tuple, not list
# TypeError type.__new__() argument 3 must be dict, not list
# ValueError type name must not contain null characters
# TypeError type.__new__() argument 1 must be str, not int
# True True True
