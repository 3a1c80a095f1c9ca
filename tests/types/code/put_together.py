import types


def function(a, b=2, *, c):
    """Documented."""
    total = a + b
    return total, c, "text"


code = function.__code__
PARTS = """argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name qualname
firstlineno linetable exceptiontable freevars cellvars""".split()
parts = [getattr(code, "co_" + part) for part in PARTS]
same = types.CodeType(*parts)
print(same == code, same is code, hash(same) == hash(code))  # expect: True False True
parts[PARTS.index("name")] = "renamed"
parts[PARTS.index("firstlineno")] = 100
renamed = types.CodeType(*parts)
print(renamed == code, renamed.co_name, renamed.co_firstlineno)  # expect: False renamed 100
print(types.FunctionType(renamed, {})(1, 5, c=3))  # expect: (6, 3, 'text')

# Lines go on from the first one.
moved = code.replace(co_firstlineno=50)
print({line - 50 for _, _, line in moved.co_lines()} == {line - code.co_firstlineno for _, _, line in code.co_lines()})  # expect: True

other = code.replace(co_varnames=("x", "y", "z", "sum"))
print(types.FunctionType(other, {})(x=1, y=2, z=3))  # expect: (3, 3, 'text')
position_only = code.replace(co_posonlyargcount=1)
try:
    types.FunctionType(position_only, {})(a=1, b=2, c=3)
except TypeError as error:
    print(error)  # expect: function() got some positional-only arguments passed as keyword arguments: 'a'
consts = tuple("other" if const == "text" else const for const in code.co_consts)
print(types.FunctionType(code.replace(co_consts=consts), {})(1, 2, c=3))  # expect: (3, 3, 'other')

for changes in (
    {"co_nlocals": 9},
    {"co_argcount": -1},
    {"co_argcount": 9},
    {"co_code": b"a"},
    {"co_code": "a"},
    {"co_names": ["a"]},
    {"co_consts": []},
    {"co_name": 1},
    {"bad": 1},
):
    try:
        code.replace(**changes)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
# expect: ValueError code: co_nlocals != len(co_varnames)
# expect: ValueError co_argcount must be a positive integer
# expect: ValueError code: co_varnames is too small
# expect: ValueError code: co_code is malformed
# expect: TypeError replace() argument 'co_code' must be bytes, not str
# expect: TypeError replace() argument 'co_names' must be tuple, not list
# expect: TypeError replace() argument 'co_consts' must be tuple, not list
# expect: TypeError replace() argument 'co_name' must be str, not int
# expect: TypeError replace() got an unexpected keyword argument 'bad'
types.CodeType()  # raises: TypeError: code expected at least 16 arguments, got 0
