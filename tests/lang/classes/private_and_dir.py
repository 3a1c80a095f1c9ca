class A:
    b = 1
    def a(self): pass
class B(A):
    c = 2
x = B()
x.inst = 1
print([n for n in dir(x) if not n.startswith("__")])  # expect: ['a', 'b', 'c', 'inst']
class D:
    def __dir__(self): return ["z", "a"]
print(dir(D()))  # expect: ['a', 'z']
print("__class__" in dir(x), "__eq__" in dir(x))  # expect: True True
class Bad:
    def __dir__(self): return 5
try:
    dir(Bad())
except TypeError as e:
    print(e)  # expect: 'int' object is not iterable
