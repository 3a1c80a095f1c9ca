# Small differences, each found in a program made at random.
import operator
def attempt(function):
    try:
        print(function())
    except Exception as error:
        print(type(error).__name__, error)
attempt(lambda: b"".decode("no such codec"))  # expect:
attempt(lambda: str(bytearray(), "no such codec"))  # expect:
attempt(lambda: str(None, "\0"))  # expect: ValueError embedded null character
attempt(lambda: {1}.issubset([[]]))  # expect: TypeError unhashable type: 'list'
attempt(lambda: {1}.intersection([[]]))  # expect: TypeError unhashable type: 'list'
attempt(lambda: {1}.union([[]]))  # expect: TypeError cannot use 'list' as a set element (unhashable type: 'list')
attempt(lambda: float(bytearray(b"xyz")))  # expect: ValueError could not convert string to float: bytearray(b'xyz')
attempt(lambda: bytearray(b"abc") < memoryview(b"abd"))  # expect: True
attempt(lambda: memoryview(b"abc") < bytearray(b"abd"))  # expect: True
attempt(lambda: b"abc".__lt__(bytearray(b"abd")))  # expect: NotImplemented
attempt(lambda: list(enumerate("ab", True)))  # expect: [(1, 'a'), (2, 'b')]
class Text(str): pass
attempt(lambda: type(iter(Text("a"))).__name__)  # expect: str_iterator
attempt(lambda: Text(1, 2, 3, 4))  # expect: TypeError str() takes at most 3 arguments (4 given)
attempt(lambda: str(1, 2, 3, 4))  # expect: TypeError str expected at most 3 arguments, got 4
class Number(int): pass
attempt(lambda: Number(1, 2, 3))  # expect: TypeError int() takes at most 2 arguments (3 given)
attempt(lambda: operator.index(Number(3)).__class__.__name__)  # expect: int
class Shown(list):
    def __repr__(self): return 99
attempt(lambda: str(Shown()))  # expect: TypeError __str__ returned non-string (type int)
attempt(lambda: repr(Shown()))  # expect: TypeError __repr__ returned non-string (type int)
attempt(lambda: (1).to_bytes(4, {}))  # expect: TypeError to_bytes() argument 'byteorder' must be str, not dict
attempt(lambda: compile("1", int, "no mode"))  # expect: TypeError expected str, bytes or os.PathLike object, not type
attempt(lambda: compile("1", "a\0", "eval"))  # expect: ValueError embedded null character
import re
attempt(lambda: re.sub("a", lambda m: True, "banana"))  # expect: TypeError sequence item 1: expected str instance, bool found
attempt(lambda: int(memoryview(b"1234")[::2]))  # expect: TypeError int() argument must be a string, a bytes-like object or a real number, not 'memoryview'
def times(left, right):
    left *= right
    return left
attempt(lambda: times(frozenset(), b"x"))  # expect: TypeError unsupported operand type(s) for *=: 'frozenset' and 'bytes'
attempt(lambda: frozenset() * b"x")  # expect: TypeError can't multiply sequence by non-int of type 'frozenset'
def colour(shade): pass
attempt(lambda: colour(shape=1))  # expect: TypeError colour() got an unexpected keyword argument 'shape'. Did you mean 'shade'?
import types
class Fresh:
    def __get__(self, instance, owner): return "".join(["na", "me"])
class Callable:
    __qualname__ = "Callable"
    __name__ = Fresh()
    def __call__(self): pass
# The name belongs to nobody else: it must live until it is shown.
attempt(lambda: str(classmethod(len).__get__(1)))  # expect: <bound method len of <class 'int'>>
attempt(lambda: str(types.MethodType(Callable(), 1)))  # expect: <bound method name of 1>
attempt(lambda: sorted([1], revers=1))  # expect: TypeError sort() got an unexpected keyword argument 'revers'. Did you mean 'reverse'?
attempt(lambda: int("1", bas=2))  # expect: TypeError int() got an unexpected keyword argument 'bas'. Did you mean 'base'?
attempt(lambda: "a".split(seps=1))  # expect: TypeError split() got an unexpected keyword argument 'seps'. Did you mean 'sep'?
attempt(lambda: list(zip([], stric=1)))  # expect: TypeError zip() got an unexpected keyword argument 'stric'. Did you mean 'strict'?
attempt(lambda: (1).to_bytes(10**20))  # expect: OverflowError Python int too large to convert to C ssize_t
attempt(lambda: re.sub("a", "b", "a", count=10**20))  # expect: OverflowError Python int too large to convert to C ssize_t
attempt(lambda: (1).__setattr__("a"))  # expect: TypeError __setattr__ expected 2 arguments, got 1
attempt(lambda: classmethod(len).__get__())  # expect: TypeError __get__ expected at least 1 argument, got 0
attempt(lambda: ValueError().__format__())  # expect: TypeError object.__format__() takes exactly one argument (0 given)
attempt(lambda: format(1, None))  # expect: TypeError format() argument 2 must be str, not None
