def attempt(code):
    try:
        compile(code, "<t>", "exec")
        print("compiles")
    except SyntaxError as e:
        print(e.msg)
attempt("def f(a, a): pass")
attempt("def f(a=1, b): pass")
attempt("def f(*): pass")
attempt("def f(*, **k): pass")
attempt("def f(*a, *b): pass")
attempt("def f(**k, a): pass")
attempt("def f(**k, **j): pass")
attempt("def f(/): pass")
attempt("def f(a, /, b, /): pass")
attempt("def f(*, a, /): pass")
attempt("def f(*a=1): pass")
attempt("def f(**k=1): pass")
attempt("def f((a, b)): pass")
attempt("def f(1): pass")
attempt("def f(a, None): pass")
attempt("lambda a, a: 1")
attempt("lambda a=1, b: 1")
attempt("lambda *: 1")
attempt("f(a=1, 2)")
attempt("f(**a, 2)")
attempt("f(**a, *b)")
attempt("f(a=1, a=2)")
attempt("f(x for x in y, 1)")
attempt("f(1, x for x in y)")
attempt("f(x for x in y)")
attempt("f(a b)")
attempt("f(a, b c)")
attempt("f(**)")
attempt("f(*)")
attempt("class C(x for x in y): pass")
attempt("def f(a:int=1, *, b:str): pass")
attempt("def f(a, *, a): pass")
attempt("def f():")
attempt("def f()\n pass")
attempt("def (x): pass")
attempt("def f(x) -> : pass")
attempt("f(a=)")
attempt("f(a.b.c=1)")

# output:
# duplicate argument 'a' in function definition
# parameter without a default follows parameter with a default
# named arguments must follow bare *
# named arguments must follow bare *
# * argument may appear only once
# arguments cannot follow var-keyword argument
# arguments cannot follow var-keyword argument
# invalid syntax
# / may appear only once
# / must be ahead of *
# var-positional argument cannot have default value
# var-keyword argument cannot have default value
# Function parameters cannot be parenthesized
# invalid syntax
# invalid syntax
# duplicate argument 'a' in function definition
# parameter without a default follows parameter with a default
# named arguments must follow bare *
# positional argument follows keyword argument
# positional argument follows keyword argument unpacking
# iterable argument unpacking follows keyword argument unpacking
# keyword argument repeated: a
# Generator expression must be parenthesized
# Generator expression must be parenthesized
# compiles
# invalid syntax. Perhaps you forgot a comma?
# invalid syntax. Perhaps you forgot a comma?
# invalid syntax
# Invalid star expression
# invalid syntax
# compiles
# duplicate argument 'a' in function definition
# expected an indented block after function definition on line 1
# expected ':'
# invalid syntax
# expected ':'
# expected argument value expression
# expression cannot contain assignment, perhaps you meant "=="?
