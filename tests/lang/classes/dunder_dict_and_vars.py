class A:
    x = 1
    def __init__(self): self.b = 2; self.a = 1
a = A()
print(a.__dict__, vars(a))  # expect: {'b': 2, 'a': 1} {'b': 2, 'a': 1}
a.__dict__["c"] = 3
print(a.c)  # expect: 3
a.__dict__ = {"only": 1}
print(a.only, hasattr(a, "b"))  # expect: 1 False
try:
    a.__dict__ = 5
except TypeError as e:
    print(e)  # expect: __dict__ must be set to a dictionary, not a 'int'
print(type(A.__dict__).__name__, "x" in A.__dict__)  # expect: mappingproxy True
try:
    A.__dict__["y"] = 1
except TypeError as e:
    print(e)  # expect: 'mappingproxy' object does not support item assignment
try:
    vars(5)
except TypeError as e:
    print(e)  # expect: vars() argument must have __dict__ attribute
del a.__dict__["only"]
print(a.__dict__)  # expect: {}
a.z = 1; a.y = 2; a.x = 3
print(list(a.__dict__), A.x)  # expect: ['z', 'y', 'x'] 1
del a.y
a.y = 5
print(list(a.__dict__))  # expect: ['z', 'x', 'y']
