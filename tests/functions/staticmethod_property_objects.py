p = property(lambda s: 1, doc="given")
print(p.__doc__, p.fget is not None, p.fset, type(p.getter(lambda s: 2)).__name__)
s = staticmethod(len)
print(s([1, 2]), s.__func__ is len, repr(s).startswith("<staticmethod("), s.__get__(None, int) is len)
c = classmethod(lambda cls: cls.__name__)
print(c.__get__(None, int)(), c.__get__(5)())
for f in (lambda: c(), lambda: staticmethod(), lambda: classmethod(1, 2), lambda: property(1, 2, 3, 4, 5), lambda: property().__get__(5), lambda: property().__set__(5, 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# given True None property
# 2 True True True
# int int
# TypeError 'classmethod' object is not callable
# TypeError staticmethod expected 1 argument, got 0
# TypeError classmethod expected 1 argument, got 2
# TypeError property() takes at most 4 arguments (5 given)
# AttributeError property of 'int' object has no getter
# AttributeError property of 'int' object has no setter
