def attempt(code):
    try:
        print(eval(code, {"x": 5, "s": "t"}))
    except Exception as e:
        print(type(e).__name__ + ":", e.msg if isinstance(e, SyntaxError) else e)
attempt("f'{x:d}'")
attempt("f'{s:d}'")
attempt("f'{x:q}'")
attempt("f'{x!z}'")
attempt("f'{}'")
attempt("f'{x'")
attempt("f'x}'")
attempt("f'{x!}'")
attempt("f'{undefined}'")
attempt("f'{x:{s}}'")
attempt("f'{*x}'")
attempt("f'{x y}'")
attempt("f'{lambda x: 1}'")
attempt("f'{x:5' ")
attempt("f'{a.b'")

# output:
# 5
# ValueError: Unknown format code 'd' for object of type 'str'
# ValueError: Unknown format code 'q' for object of type 'int'
# SyntaxError: f-string: invalid conversion character 'z': expected 's', 'r', or 'a'
# SyntaxError: f-string: valid expression required before '}'
# SyntaxError: f-string: expecting '}'
# SyntaxError: f-string: single '}' is not allowed
# SyntaxError: f-string: missing conversion character
# NameError: name 'undefined' is not defined
# ValueError: Unknown format code 't' for object of type 'int'
# SyntaxError: can't use starred expression here
# SyntaxError: invalid syntax. Perhaps you forgot a comma?
# SyntaxError: f-string: lambda expressions are not allowed without parentheses
# SyntaxError: f-string: expecting '}', or format specs
# SyntaxError: f-string: expecting '}'
