def attempt(code):
    try:
        exec(code, {})
        print("ok")
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt("class A:\n __slots__ = ('x',)\n x = 1")
attempt("class A:\n __slots__ = ('1x',)")
attempt("class A:\n __slots__ = (5,)")
attempt("class A:\n __slots__ = 'single'\nA().single = 1")
attempt("class A(int):\n __slots__ = ('x',)")
attempt("class A(tuple):\n __slots__ = ()")
attempt("class A:\n __slots__ = ('a',)\nclass B:\n __slots__ = ('b',)\nclass C(A, B): pass")
attempt("class A:\n __slots__ = ('__dict__',)\na = A(); a.any = 1")
attempt("class A:\n __slots__ = ('__dict__', '__dict__')")
attempt("class A:\n __slots__ = ('__weakref__',)\nimport weakref; weakref.ref(A())")
attempt("class A:\n __slots__ = ()\nimport weakref; weakref.ref(A())")
attempt("class A(int, str): pass")
attempt("class A(bool): pass")
attempt("class A(5): pass")
attempt("class A(len): pass")
attempt("class A(None): pass")
attempt("class A(type(None)): pass")
attempt("class A(range): pass")
attempt("class A(type(lambda: 0)): pass")

# output:
# ValueError: 'x' in __slots__ conflicts with class variable
# TypeError: __slots__ must be identifiers
# TypeError: __slots__ items must be strings, not 'int'
# ok
# TypeError: nonempty __slots__ not supported for subtype of 'int'
# ok
# TypeError: multiple bases have instance lay-out conflict
# ok
# TypeError: __dict__ slot disallowed: we already got one
# ok
# TypeError: cannot create weak reference to 'A' object
# TypeError: multiple bases have instance lay-out conflict
# TypeError: type 'bool' is not an acceptable base type
# TypeError: int expected at most 2 arguments, got 3
# TypeError: cannot create 'builtin_function_or_method' instances
# TypeError: NoneType takes no arguments
# TypeError: type 'NoneType' is not an acceptable base type
# TypeError: type 'range' is not an acceptable base type
# TypeError: type 'function' is not an acceptable base type
