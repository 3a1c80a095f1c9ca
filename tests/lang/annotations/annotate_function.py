import annotationlib
def f(a: int, b: missing): pass
print(f.__annotate__ is not None)  # expect: True
print(annotationlib.get_annotations(f, format=annotationlib.Format.STRING))  # expect: {'a': 'int', 'b': 'missing'}
fr = annotationlib.get_annotations(f, format=annotationlib.Format.FORWARDREF)
print(fr["a"], type(fr["b"]).__name__, fr["b"].__forward_arg__)  # expect: <class 'int'> ForwardRef missing
class C:
    x: "quoted"
    y: list[nope]
print(annotationlib.get_annotations(C, format=annotationlib.Format.STRING))  # expect: {'x': 'quoted', 'y': 'list[nope]'}
f.__annotations__ = {"z": 1}
print(f.__annotations__, f.__annotate__)  # expect: {'z': 1} None
def g(): pass
print(g.__annotations__, g.__annotate__)  # expect: {} None
try:
    g.__annotations__ = 5
except TypeError as e:
    print(e)  # expect: __annotations__ must be set to a dict object
try:
    g.__annotate__ = 5
except TypeError as e:
    print(e)  # expect: __annotate__ must be callable or None
