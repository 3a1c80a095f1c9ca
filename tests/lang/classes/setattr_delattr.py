class A:
    def __setattr__(self, n, v):
        print("set", n, v)
        super().__setattr__(n, v * 2)
    def __delattr__(self, n):
        print("del", n)
        super().__delattr__(n)
a = A()
a.x = 5
print(a.x)
del a.x
try:
    del a.x
except AttributeError as e:
    print(e)
try:
    A.y
except AttributeError as e:
    print(e)
for f in (lambda: setattr(5, "x", 1), lambda: setattr(int, "x", 1), lambda: setattr(object(), "x", 1), lambda: setattr(A(), 5, 1), lambda: delattr([], "append"), lambda: getattr(1, 2), lambda: setattr("", "upper", 1)):
    try:
        f()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__, e)

# output:
# set x 5
# 10
# del x
# del x
# 'A' object has no attribute 'x'
# type object 'A' has no attribute 'y'
# AttributeError 'int' object has no attribute 'x' and no __dict__ for setting new attributes
# TypeError cannot set 'x' attribute of immutable type 'int'
# AttributeError 'object' object has no attribute 'x' and no __dict__ for setting new attributes
# TypeError attribute name must be string, not 'int'
# AttributeError 'list' object attribute 'append' is read-only
# TypeError attribute name must be string, not 'int'
# AttributeError 'str' object attribute 'upper' is read-only
