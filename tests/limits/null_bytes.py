def attempt(name, f):
    try:
        r = f()
        print(name, repr(r))
    except Exception as e:
        print(name, type(e).__name__ + ":", e)
attempt("open", lambda: open("a\0b"))
attempt("compile", lambda: compile("x = 1\0", "f", "exec"))
attempt("eval", lambda: eval("1\0"))
attempt("import", lambda: __import__("a\0b"))
attempt("int", lambda: int("1\0"))
attempt("float", lambda: float("1\0"))
attempt("class name", lambda: type("a\0", (), {}))
attempt("attribute", lambda: setattr(type("A", (), {})(), "a\0b", 1))
attempt("str ops", lambda: "a\0b".split("\0") + ["\0".join("xy"), "a\0".upper()])
attempt("bytes", lambda: b"a\0b".find(b"\0"))
attempt("format", lambda: "{:\0>3}".format("x"))
attempt("file name", lambda: compile("1", "f\0", "eval"))
import os
attempt("listdir", lambda: os.listdir("\0"))
attempt("stat", lambda: os.stat("\0"))
attempt("environ", lambda: os.environ.get("a\0b"))

# output:
# open ValueError: embedded null byte
# compile SyntaxError: source code string cannot contain null bytes
# eval SyntaxError: source code string cannot contain null bytes
# import ModuleNotFoundError: No module named 'a\x00b'
# int ValueError: invalid literal for int() with base 10: '1\x00'
# float ValueError: could not convert string to float: '1\x00'
# class name ValueError: type name must not contain null characters
# attribute None
# str ops ['a', 'b', 'x\x00y', 'A\x00']
# bytes 1
# format '\x00\x00x'
# file name ValueError: embedded null character
# listdir ValueError: listdir: embedded null character in path
# stat ValueError: stat: embedded null character in path
# environ None
