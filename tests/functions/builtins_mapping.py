from types import MappingProxyType

print(eval("answer", {"__builtins__": MappingProxyType({"answer": 42})}))  # expect: 42
try:
    eval("answer", {"__builtins__": MappingProxyType({})})
except NameError as error:
    print(error)  # expect: name 'answer' is not defined
try:
    eval("answer", {"__builtins__": 123})
except TypeError as error:
    print(error)  # expect: 'int' object is not subscriptable
try:
    exec("import sys", {"__builtins__": MappingProxyType({})})
except ImportError as error:
    print(error)  # expect: __import__ not found
namespace = {"__builtins__": MappingProxyType({"__import__": lambda *args: args})}
exec("import a.b", namespace)
name, globals_, locals_, names, level = namespace["a"]
print(name, globals_ is namespace, locals_ is namespace, names, level)  # expect: a.b True True None 0

# What a function inherits.
mapping = MappingProxyType({"answer": 42})
namespace = {"__builtins__": mapping}
exec("def outer():\n def inner():\n  return answer\n return inner", namespace)
inner = namespace["outer"]()
print(inner(), inner.__builtins__ is mapping)  # expect: 42 True
few = {"type": type}
namespace = {"__builtins__": few}
exec("def first(): pass\nsecond = type(first)(first.__code__, {})", namespace)
print(namespace["second"].__builtins__ is few)  # expect: True

# Iterators are pickled by the builtins of the code that asks.
namespace = {"__builtins__": MappingProxyType({}), "x": iter([1, 2])}
try:
    eval("x.__reduce__()", namespace)
except AttributeError as error:
    print(error)  # expect: iter


class Refusing(dict):
    def __getitem__(self, key):
        raise KeyError(key) if key != "bad" else ValueError(key)


for globals_ in Refusing(bad=1), {"__builtins__": Refusing(bad=1)}:
    try:
        exec("bad", globals_)
    except ValueError as error:
        print("refused", error)
# expect: refused bad
# expect: refused bad
