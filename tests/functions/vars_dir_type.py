class A:
    def __init__(self): self.x = 1
print(vars(A()), type(A()) is A, type(1), type(type), type("").__name__, sorted(k for k in vars(A) if not k.startswith("__")))
def f():
    a = 1
    return vars(), dir()
print(f())
import math
print("pi" in dir(math), vars(math)["pi"] == math.pi)

# output:
# {'x': 1} True <class 'int'> <class 'type'> str []
# ({'a': 1}, ['a'])
# True True
