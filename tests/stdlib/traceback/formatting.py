import traceback, sys, io
def f(x):
    y = x * 2
    raise ValueError(f"bad {y}")
try:
    f(2)
except ValueError as e:
    err = e
te = traceback.TracebackException.from_exception(err, capture_locals=True)
te.stack[0].locals = None
print("".join(te.format()), te.exc_type_str, [s.name for s in te.stack], te.stack[-1].locals)
print(traceback.format_tb(err.__traceback__)[-1], traceback.extract_stack()[-1].name, traceback.format_list([("file.py", 3, "fn", "code here")]))
buf = io.StringIO(); traceback.print_exception(err, file=buf, limit=-1); print(buf.getvalue())
print(traceback.format_exception_only(ValueError("a\nb")), traceback.format_exception_only(KeyError, KeyError("k")), traceback.format_exception_only(SyntaxError("msg", ("f.py", 1, 3, "a b c", 1, 4))))
import linecache; linecache.cache["virtual.py"] = (10, None, ["line one\n", "raise KeyError('v')\n"], "virtual.py")
try:
    exec(compile("pass\nraise KeyError('v')", "virtual.py", "exec"))
except KeyError as e:
    print("".join(traceback.format_exception(e)[-2:]))
class Big(Exception):
    def __str__(self): return "x" * 50
print(traceback.format_exception(Big())[-1][:30], "".join(traceback.format_exception(ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [KeyError(2)])]))))

# output:
# Traceback (most recent call last):
#   File "formatting.py", line 6, in <module>
#     f(2)
#     ~^^^
#   File "formatting.py", line 4, in f
#     raise ValueError(f"bad {y}")
#     x = 2
#     y = 4
# ValueError: bad 4
#  ValueError ['<module>', 'f'] {'x': '2', 'y': '4'}
#   File "formatting.py", line 4, in f
#     raise ValueError(f"bad {y}")
#  <module> ['  File "file.py", line 3, in fn\n    code here\n']
# Traceback (most recent call last):
#   File "formatting.py", line 4, in f
#     raise ValueError(f"bad {y}")
# ValueError: bad 4
#
# ['ValueError: a\nb\n'] ["KeyError: 'k'\n"] ['  File "f.py", line 1\n', '    a b c\n', '      ^\n', 'SyntaxError: msg\n']
#   File "virtual.py", line 2, in <module>
#     raise KeyError('v')
# KeyError: 'v'
#
# Big: xxxxxxxxxxxxxxxxxxxxxxxxx   | ExceptionGroup: g (2 sub-exceptions)
#   +-+---------------- 1 ----------------
#     | ValueError: 1
#     +---------------- 2 ----------------
#     | ExceptionGroup: h (1 sub-exception)
#     +-+---------------- 1 ----------------
#       | KeyError: 2
#       +------------------------------------
#
