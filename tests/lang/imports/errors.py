def attempt(code):
    try:
        exec(code, {"__name__": "t"})
    except Exception as e:
        print(type(e).__name__ + ":", str(e).split(" (/")[0])
attempt("import nothing_here")
attempt("import os.nothing")
attempt("import math.x")
attempt("from sys import nothing")
attempt("from . import x")
attempt("from .x import y")
attempt("import _fails")
attempt("import _fails")
attempt("__import__('')")
attempt("__import__(5)")
attempt("from os import path.join")

# output:
# ModuleNotFoundError: No module named 'nothing_here'
# ModuleNotFoundError: No module named 'os.nothing'; 'os' is not a package
# ModuleNotFoundError: No module named 'math.x'; 'math' is not a package
# ImportError: cannot import name 'nothing' from 'sys' (unknown location)
# ImportError: attempted relative import with no known parent package
# ImportError: attempted relative import with no known parent package
# about to fail
# ValueError: at import
# about to fail
# ValueError: at import
# ValueError: Empty module name
# TypeError: module name must be a string
# SyntaxError: invalid syntax (<string>, line 1)
