"""Long chains of contexts, deep exception groups."""
import sys
def f(n):
    try:
        raise ValueError(n)
    except ValueError:
        if n: f(n - 1)
        else: raise
try: f(300)
except ValueError as e: print(e)
e = None
for i in range(20_000):
    try:
        try:
            if e: raise e
            raise ValueError
        except ValueError as x:
            raise TypeError from x
    except TypeError as t: e = t
print("built")
n = 0
x = e
while x is not None:
    n += 1; x = x.__context__
print(n)
e = None
print("gone")
eg = ValueError(1)
for i in range(30_000): eg = ExceptionGroup("a", [eg])
try: eg.split(ValueError)
except RecursionError: print("split RecursionError")
eg = None
print("end")
