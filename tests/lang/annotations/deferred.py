def f(x: undefined_name, y: int = 1) -> list[later]: return x
print(f(5))
try:
    f.__annotations__
except NameError as e:
    print(e)
undefined_name = str
later = int
print(f.__annotations__)
class C:
    a: "string"
    b: C
    c: int = 5
    d: print("never evaluated at class time")
print(C.c, hasattr(C, "a"))
print(sorted(C.__annotations__))
x: int
y: str = "v"
print(__annotations__ if False else y)
try:
    x
except NameError as e:
    print(e)

# output:
# 5
# name 'undefined_name' is not defined
# {'x': <class 'str'>, 'y': <class 'int'>, 'return': list[int]}
# 5 False
# never evaluated at class time
# ['a', 'b', 'c', 'd']
# v
# name 'x' is not defined
