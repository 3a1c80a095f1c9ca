# Code objects go through marshal and py_compile.
import importlib.util
import marshal
import os
import py_compile
import sys
import tempfile
import types


def outer(x):
    def inner():
        return x, 1.5, 10**30
    return inner if x in {1, 2, 3} else None


code = marshal.loads(marshal.dumps(outer.__code__))
print(code == outer.__code__, types.FunctionType(code, globals())(1)())
# expect: True (1, 1.5, 1000000000000000000000000000000)
try:
    marshal.dumps(code, allow_code=False)
except ValueError as error:
    print(error)  # expect: marshalling code objects is disallowed
with tempfile.TemporaryDirectory() as folder:
    source = os.path.join(folder, "made.py")
    with open(source, "w") as file:
        file.write("answer = 42\n")
    compiled = py_compile.compile(source)
    print(compiled == importlib.util.cache_from_source(source))  # expect: True
    os.rename(compiled, source + "c")
    os.remove(source)
    sys.path.insert(0, folder)
    import made
    print(made.answer, os.path.basename(made.__file__))  # expect: 42 made.pyc


class Large:
    def __hash__(self):
        return -2**63 + 5


print(hash(Large()) == -2**63 + 5)  # expect: True
