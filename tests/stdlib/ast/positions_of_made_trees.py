import ast

SOURCE = """
def function(a):
    return (
        a
        .b
        .c()
    )
def documented():
    "doc"
"""
print(compile(SOURCE, "<source>", "exec") == compile(ast.parse(SOURCE), "<source>", "exec"))  # expect: True
