class A:
    __slots__ = ("s",)
    def m(self): pass
def attempt(f):
    try:
        f()
    except AttributeError as e:
        print(e)
import math
attempt(lambda: (5).x)
attempt(lambda: "a".nope)
attempt(lambda: None.x)
attempt(lambda: A().s)
attempt(lambda: A().zz)
attempt(lambda: A.zz)
attempt(lambda: setattr(A(), "q", 1))
attempt(lambda: setattr(A(), "m", 1))
attempt(lambda: math.nope)
attempt(lambda: (lambda: 0).zz)
attempt(lambda: A().m.zz)
attempt(lambda: setattr(A().m, "zz", 1))
attempt(lambda: [].append.zz)
attempt(lambda: type.zz)
attempt(lambda: super(A, A()).zz)
attempt(lambda: (x for x in []).zz)
attempt(lambda: setattr((1).real, "x", 1))
attempt(lambda: setattr(len, "x", 1))
attempt(lambda: delattr(5, "real"))
attempt(lambda: setattr(5, "real", 1))
attempt(lambda: print.__name__.zz)
attempt(lambda: ValueError().zz)
attempt(lambda: int.zz)
attempt(lambda: ().zz)

# output:
# 'int' object has no attribute 'x'
# 'str' object has no attribute 'nope'
# 'NoneType' object has no attribute 'x'
# 'A' object has no attribute 's'
# 'A' object has no attribute 'zz'
# type object 'A' has no attribute 'zz'
# 'A' object has no attribute 'q' and no __dict__ for setting new attributes
# 'A' object attribute 'm' is read-only
# module 'math' has no attribute 'nope'
# 'function' object has no attribute 'zz'
# 'function' object has no attribute 'zz'
# 'method' object has no attribute 'zz' and no __dict__ for setting new attributes
# 'builtin_function_or_method' object has no attribute 'zz'
# type object 'type' has no attribute 'zz'
# 'super' object has no attribute 'zz'
# 'generator' object has no attribute 'zz'
# 'int' object has no attribute 'x' and no __dict__ for setting new attributes
# 'builtin_function_or_method' object has no attribute 'x' and no __dict__ for setting new attributes
# attribute 'real' of 'int' objects is not writable
# attribute 'real' of 'int' objects is not writable
# 'str' object has no attribute 'zz'
# 'ValueError' object has no attribute 'zz'
# type object 'int' has no attribute 'zz'
# 'tuple' object has no attribute 'zz'
