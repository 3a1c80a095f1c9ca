class E(Exception):
    def __init__(self, *a): raise ValueError("init of exception fails")
try:
    raise E
except ValueError as e:
    print(e)  # expect: init of exception fails
class N(Exception):
    def __new__(cls): return super().__new__(cls)
    def __str__(self): return 5
try:
    raise N
except N as e:
    try:
        str(e)
    except TypeError as t:
        print(t)  # expect: __str__ returned non-string (type int)
def chain(n):
    e = None
    for i in range(n):
        try:
            if e: raise ValueError(i) from e
            raise ValueError(i)
        except ValueError as x:
            e = x
    return e
e = chain(2000)
d = 0
while e: d += 1; e = e.__cause__
print(d)  # expect: 2000
import traceback
class Loop(Exception): pass
a, b = Loop("a"), Loop("b")
a.__cause__, b.__cause__ = b, a
print(traceback.format_exception(a)[-1].strip(), len(traceback.format_exception(a)))  # expect: Loop: a 3
g = ExceptionGroup("0", [ValueError(0)])
for i in range(1, 200): g = ExceptionGroup(str(i), [g])
print(g.split(ValueError)[1], len(str(g)))  # expect: None 21
try:
    try:
        raise g
    except* ValueError as eg:
        print(eg.message)  # expect: 199
except RecursionError:
    print("recursion")
