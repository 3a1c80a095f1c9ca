def f(a, b=1, *args, c, d=2, **kw):
    """text"""
    x = a
    return x
print(f.__name__, f.__qualname__, f.__module__, f.__doc__)  # expect: f f __main__ text
print(f.__defaults__, f.__kwdefaults__, f.__closure__)  # expect: (1,) {'d': 2} None
code = f.__code__
print(code.co_name, code.co_argcount, code.co_kwonlyargcount, code.co_posonlyargcount)  # expect: f 2 2 0
print(code.co_varnames, code.co_nlocals, code.co_firstlineno)  # expect: ('a', 'b', 'c', 'd', 'args', 'kw', 'x') 7 1
f.tag = "x"
print(f.tag, f.__dict__)  # expect: x {'tag': 'x'}
f.__name__ = "renamed"
print(f.__name__, f.__qualname__)  # expect: renamed f
try:
    f.__name__ = 5
except TypeError as e:
    print(e)  # expect: __name__ must be set to a string object
