import warnings
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    for code in ("1 is 1", "'a' is x", "assert (1, 'm')", "x = 5()", "'a'()", "[1][1.5]", "'\\d'", "(1)[0]", "return_ = 0 if 1 else 0", "b'\\q'", "x is ()", "for i in y:\n try: pass\n finally: break", "~True"):
        compile(code, "<t>", "exec")
    for w in log:
        print(w.category.__name__, w.message)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        compile("1 is 1", "<t>", "exec")
    except SyntaxError as e:
        print(e.msg)
    try:
        warnings.warn("custom")
    except UserWarning as e:
        print(e)

# output:
# SyntaxWarning "is" with 'int' literal. Did you mean "=="?
# SyntaxWarning "is" with 'str' literal. Did you mean "=="?
# SyntaxWarning assertion is always true, perhaps remove parentheses?
# SyntaxWarning 'int' object is not callable; perhaps you missed a comma?
# SyntaxWarning 'str' object is not callable; perhaps you missed a comma?
# SyntaxWarning list indices must be integers or slices, not float; perhaps you missed a comma?
# SyntaxWarning "\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option.
# SyntaxWarning 'int' object is not subscriptable; perhaps you missed a comma?
# SyntaxWarning "\q" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\q"? A raw string is also an option.
# SyntaxWarning "is" with 'tuple' literal. Did you mean "=="?
# SyntaxWarning 'break' in a 'finally' block
# "is" with 'int' literal. Did you mean "=="?
# custom
