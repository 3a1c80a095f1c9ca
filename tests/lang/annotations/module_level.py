a: int = 1
b: str
if a:
    c: float
if not a:
    d: bytes
print(__annotate__ is not None if "__annotate__" in globals() else None)  # expect: True
import sys
print(sys.modules["__main__"].__annotations__)  # expect: {'a': <class 'int'>, 'b': <class 'str'>, 'c': <class 'float'>}
