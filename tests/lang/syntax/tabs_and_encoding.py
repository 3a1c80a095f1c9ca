def attempt(code):
    try:
        exec(compile(code, "<t>", "exec"), {})
    except (SyntaxError, ValueError) as e:
        print(type(e).__name__, getattr(e, "msg", e))
attempt("if 1:\n\tx\n        y")
attempt("if 1:\n        x\n\ty")
attempt(b"# coding: latin-1\nprint('\xe9')")
attempt(b"# -*- coding: nothing-here -*-\n")
attempt(b"print('\xff')")
attempt(b"\xef\xbb\xbfprint('bom')")
attempt("print(1)\0")
attempt("\ufeffprint('str bom')")
attempt("print('crlf')\r\nprint('cr')\rprint('lf')\n")
attempt("\x0cprint('form feed')")
attempt("if 1:\n  print('no newline at end')")
attempt("x = 1 # comment at end")
attempt("")
attempt("\\\n")
attempt("print('a') \\ x")

# output:
# TabError inconsistent use of tabs and spaces in indentation
# TabError inconsistent use of tabs and spaces in indentation
# é
# SyntaxError unknown encoding: nothing-here
# SyntaxError Non-UTF-8 code starting with '\xff' on line 1, but no encoding declared; see https://peps.python.org/pep-0263/ for details
# bom
# SyntaxError source code string cannot contain null bytes
# SyntaxError invalid non-printable character U+FEFF
# crlf
# cr
# lf
# form feed
# no newline at end
# SyntaxError unexpected EOF while parsing
# SyntaxError unexpected character after line continuation character
