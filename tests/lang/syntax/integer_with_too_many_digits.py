import sys

sys.set_int_max_str_digits(700)
compile("x = " + "1" * 700, "<source>", "exec")
try:
    compile("x = 1\ny = " + "1" * 701, "<source>", "exec")
except SyntaxError as error:
    print(error.lineno, str(error)[:46])  # expect: 2 Exceeds the limit (700 digits) for integer str
import ast

tree = ast.Module([ast.Expr(ast.NamedExpr(ast.Constant(1), ast.Constant(2)))], [])
compile(ast.fix_missing_locations(tree), "<tree>", "exec")  # raises: TypeError: NamedExpr target must be a Name
