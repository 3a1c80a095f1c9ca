def attempt(code):
    try:
        compile(code, "<t>", "exec")
        print("compiles")
    except SyntaxError as e:
        print(e.msg)
attempt("1 = x")
attempt("'a' = x")
attempt("f() = 1")
attempt("a + b = 1")
attempt("None = 1")
attempt("True = 1")
attempt("x.None = 1")
attempt("[a, 1] = x")
attempt("(a, f()) = x")
attempt("a if b else c = 1")
attempt("lambda: 1 = 2")
attempt("x = yield = 1")
attempt("f() += 1")
attempt("(a, b) += 1")
attempt("*a = 1")
attempt("*a, *b = 1")
attempt("del f()")
attempt("del 1")
attempt("del *a")
attempt("for 1 in x: pass")
attempt("for f() in x: pass")
attempt("with a as 1: pass")
attempt("with a as f(): pass")
attempt("(x := 1) = 2")
attempt("x.y := 1")
attempt("(x.y := 1)")
attempt("(x[0] := 1)")
attempt("x := 1")
attempt("__debug__ = 1")
attempt("def __debug__(): pass")
attempt("a, b: int = 1")
attempt("[a]: int")
attempt("f(): int = 1")
attempt("if x = 1: pass")
attempt("f(a.b=1)")
attempt("f(1=2)")
attempt("f(True=1)")
attempt("{x = 1}")
attempt("[x = 1]")
attempt("[x for 1 in y]")
attempt("{**a for a in b}")
attempt("[*a for a in b]")
attempt("x = {1: 2, 3}")
attempt("x = {1:}")
attempt("`x`")
attempt("a <> b")
attempt("a ? b")
attempt("a $ b")
attempt("0777")
attempt("1__0")
attempt("0xg")
attempt("0b2")
attempt("0o8")
attempt("1e")
attempt("1_")
attempt("5abc")

# output:
# cannot assign to literal here. Maybe you meant '==' instead of '='?
# cannot assign to literal here. Maybe you meant '==' instead of '='?
# cannot assign to function call here. Maybe you meant '==' instead of '='?
# cannot assign to expression here. Maybe you meant '==' instead of '='?
# cannot assign to None
# cannot assign to True
# invalid syntax
# cannot assign to literal
# cannot assign to function call
# cannot assign to conditional expression
# cannot assign to lambda
# assignment to yield expression not possible
# 'function call' is an illegal expression for augmented assignment
# 'tuple' is an illegal expression for augmented assignment
# starred assignment target must be in a list or tuple
# multiple starred expressions in assignment
# cannot delete function call
# cannot delete literal
# cannot delete starred
# cannot assign to literal
# cannot assign to function call
# cannot assign to literal
# cannot assign to function call
# cannot assign to named expression here. Maybe you meant '==' instead of '='?
# cannot use assignment expressions with attribute
# cannot use assignment expressions with attribute
# cannot use assignment expressions with subscript
# invalid syntax
# cannot assign to __debug__
# cannot assign to __debug__
# only single target (not tuple) can be annotated
# only single target (not list) can be annotated
# illegal target for annotation
# invalid syntax. Maybe you meant '==' or ':=' instead of '='?
# expression cannot contain assignment, perhaps you meant "=="?
# expression cannot contain assignment, perhaps you meant "=="?
# cannot assign to True
# invalid syntax. Maybe you meant '==' or ':=' instead of '='?
# invalid syntax. Maybe you meant '==' or ':=' instead of '='?
# cannot assign to literal
# dict unpacking cannot be used in dict comprehension
# iterable unpacking cannot be used in comprehension
# ':' expected after dictionary key
# expression expected after dictionary key and ':'
# invalid syntax
# invalid syntax.  Maybe you meant '!=' instead of '<>'?
# invalid syntax
# invalid syntax
# leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
# invalid decimal literal
# invalid hexadecimal literal
# invalid digit '2' in binary literal
# invalid digit '8' in octal literal
# invalid decimal literal
# invalid decimal literal
# invalid decimal literal
