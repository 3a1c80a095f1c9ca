print(None, Ellipsis, NotImplemented, type(None), type(...), type(NotImplemented), type(None)() is None, type(...)() is ...)
print(bool(None), bool(...), None == None, None == 0, repr(...), hash(None) == hash(None), str(None), [None, ...])
for f in (lambda: None.x, lambda: None(), lambda: None + 1, lambda: None[0], lambda: None < 1, lambda: len(None), lambda: bool(NotImplemented), lambda: type(None)(1), lambda: setattr(None, "x", 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# None Ellipsis NotImplemented <class 'NoneType'> <class 'ellipsis'> <class 'NotImplementedType'> True True
# False True True False Ellipsis True None [None, Ellipsis]
# AttributeError 'NoneType' object has no attribute 'x'
# TypeError 'NoneType' object is not callable
# TypeError unsupported operand type(s) for +: 'NoneType' and 'int'
# TypeError 'NoneType' object is not subscriptable
# TypeError '<' not supported between instances of 'NoneType' and 'int'
# TypeError object of type 'NoneType' has no len()
# TypeError NotImplemented should not be used in a boolean context
# TypeError NoneType takes no arguments
# AttributeError 'NoneType' object has no attribute 'x' and no __dict__ for setting new attributes
