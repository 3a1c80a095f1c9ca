def f(a, /, b: int = 1, *args, c=2, **kw) -> str:
    "doc"
    y = lambda: a
    return y
print(f.__code__.co_flags & 0x0c, f.__code__.co_consts[0] if False else f.__doc__, f.__annotations__, f.__wrapped__ if hasattr(f, "__wrapped__") else None, f.__builtins__["len"] is len, f.__globals__ is globals(), f.__get__(5).__self__)
g = type(f)(f.__code__, {"x": 1}, "renamed", (7,), None)
print(g.__name__, g.__defaults__, callable(g))
h = f.__code__.replace(co_name="other")
print(h.co_name, h.co_argcount, h.co_posonlyargcount, h.co_kwonlyargcount, h.co_varnames[:5], h.co_cellvars)
f.__code__ = (lambda a: a * 2).__code__
for fn in (lambda: f(4), lambda: setattr(f, "__code__", 5), lambda: setattr(f, "__defaults__", 5), lambda: setattr(f, "__dict__", 5), lambda: delattr(f, "__name__"), lambda: type(f)(), lambda: type(f)(5, {}), lambda: setattr(f, "__closure__", None)):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
def outer():
    x = 1
    def inner(): return x
    return inner
c = outer().__closure__[0]
print(c.cell_contents, type(c).__name__)
c.cell_contents = 9
print(c.cell_contents)
import types
print(types.CellType().__class__.__name__, types.FunctionType(outer().__code__, {}, "n", (), (types.CellType("cell"),))())
try:
    types.CellType().cell_contents
except ValueError as e:
    print(e)

# output:
# 12 doc {'b': <class 'int'>, 'return': <class 'str'>} None True True 5
# renamed (7,) True
# other 2 1 1 ('a', 'b', 'c', 'args', 'kw') ('a',)
# 8
# TypeError __code__ must be set to a code object
# TypeError __defaults__ must be set to a tuple object
# TypeError __dict__ must be set to a dictionary, not a 'int'
# TypeError __name__ must be set to a string object
# TypeError function() missing required argument 'code' (pos 1)
# TypeError function() argument 'code' must be code, not int
# AttributeError readonly attribute
# 1 cell
# 9
# cell cell
# Cell is empty
