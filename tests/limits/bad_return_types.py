class Bad:
    def __repr__(self): return 1
    def __str__(self): return b"x"
    def __len__(self): return 1.5
    def __hash__(self): return "a"
    def __bool__(self): return 1
    def __int__(self): return "5"
    def __float__(self): return "5"
    def __index__(self): return 1.0
    def __complex__(self): return 1
    def __iter__(self): return 5
    def __contains__(self, x): return []
    def __format__(self, s): return 5
    def __bytes__(self): return "x"
    def __length_hint__(self): return "x"
    def __dir__(self): return 5
    def __enter__(self): return 1
    def __exit__(self, *a): return "truthy"
    def __instancecheck__(self, c): return "yes"
    def __divmod__(self, o): return "not a pair"
    def __reversed__(self): return 5
    def __sizeof__(self): return "x"
    def __init_subclass__(cls): return 5
    def __lt__(self, o): return "lt"
b = Bad()
import sys, operator
for name, f in {"repr": lambda: repr(b), "str": lambda: str(b), "len": lambda: len(b), "hash": lambda: hash(b), "bool": lambda: bool(b), "int": lambda: int(b), "float": lambda: float(b), "index": lambda: [1][b], "complex": lambda: complex(b), "iter": lambda: iter(b), "contains": lambda: 1 in b, "format": lambda: f"{b}", "bytes": lambda: bytes(b), "hint": lambda: operator.length_hint(b), "dir": lambda: dir(b), "isinstance": lambda: isinstance(1, b), "divmod": lambda: divmod(b, 1), "reversed": lambda: reversed(b), "sizeof": lambda: sys.getsizeof(b), "lt": lambda: b < b, "sorted": lambda: len(sorted([b, b]))}.items():
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
with b:
    raise ValueError("swallowed by a truthy exit")
class Sub(Bad): pass
print("end")

# output:
# repr TypeError __repr__ returned non-string (type int)
# str TypeError __str__ returned non-string (type bytes)
# len TypeError 'float' object cannot be interpreted as an integer
# hash TypeError __hash__ method should return an integer
# bool TypeError __bool__ should return bool, returned int
# int TypeError __int__ returned non-int (type str)
# float TypeError Bad.__float__ returned non-float (type str)
# index TypeError __index__ returned non-int (type float)
# complex TypeError __complex__ returned non-complex (type int)
# iter TypeError iter() returned non-iterator of type 'int'
# contains False
# format TypeError __format__ must return a str, not int
# bytes TypeError __bytes__ returned non-bytes (type str)
# hint TypeError __length_hint__ must be an integer, not str
# dir TypeError 'int' object is not iterable
# isinstance True
# divmod not a pair
# reversed 5
# sizeof TypeError an integer is required
# lt lt
# sorted 2
# end
