import math
import math as m, sys
from math import pi, floor as fl
print(m is math, fl(pi))  # expect: True 3
import os.path
print(os.path is sys.modules["os.path"], os.__name__)  # expect: True os
import collections.abc as cabc
print(cabc.__name__)  # expect: collections.abc
def f():
    from math import sqrt
    import json
    return sqrt(4), json.dumps([1])
print(f())  # expect: (2.0, '[1]')
try:
    sqrt
except NameError:
    print("local only")  # expect: local only
print(__import__("os.path").__name__, __import__("os.path", fromlist=["join"]).__name__ in ("posixpath", "ntpath"))  # expect: os True
