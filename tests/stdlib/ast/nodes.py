import ast
import copy
import warnings

node = ast.parse("x").body[0].value
node.extra = 1
other = copy.replace(node, id="y")
print(other.id, hasattr(other, "extra"))  # expect: y False
try:
    copy.replace(node, extra=2)
except TypeError as error:
    print(error)  # expect: Name.__replace__ got an unexpected keyword argument 'extra'.
for source in "try: pass\nexcept a, b: pass", "try: pass\nexcept (a, b): pass":
    try:
        ast.parse(source, feature_version=(3, 13))
    except SyntaxError as error:
        print(error.msg)
    else:
        print("accepted")
# expect: except expressions without parentheses are only supported in Python 3.14 and greater
# expect: accepted


class Bad(ast.AST):
    _fields = (b"bytes",)
    _field_types = {"a": int}


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    Bad()
print(caught[0].message)  # expect: Field b'bytes' is missing from Bad._field_types. This will become an error in Python 3.15.
fields = ast.AST._fields
del ast.AST._fields
try:
    ast.AST()
except AttributeError as error:
    print(error)  # expect: type object 'ast.AST' has no attribute '_fields'
ast.AST._fields = fields
ast.parse("Tru\u1d49")  # raises: ValueError: identifier field can't represent 'True' constant
