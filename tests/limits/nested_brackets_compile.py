# Deep nesting may compile or be refused with an exception; it may not crash.
def attempt(name, code, mode="eval"):
    try:
        compile(code, "<t>", mode)
    except (SyntaxError, RecursionError, MemoryError, OverflowError):
        pass
    print(name, "survived")
n = 100000
attempt("parens", "(" * n + "1" + ")" * n)
attempt("lists", "[" * n + "]" * n)
attempt("dicts", "{1:" * n + "1" + "}" * n)
attempt("calls", "f(" * n + ")" * n)
attempt("unary", "-" * n + "1")
attempt("not", "not " * n + "1")
attempt("lambda", "lambda: " * n + "1")
attempt("ternary", "1 if 1 else " * n + "1")
attempt("subscript", "a[" * n + "0" + "]" * n)
attempt("trailing subscript", "a" + "[0]" * 5000)
attempt("attribute", "a" + ".b" * 5000)
attempt("trailing call", "a" + "()" * 5000)
attempt("power", "1**" * n + "1")
attempt("sum", "1+" * n + "1")
attempt("concatenation", "''" * n)
attempt("comparison", "1<" * n + "1")
attempt("unclosed", "(" * n)
attempt("mixed", "([{" * n)
attempt("if", "".join(" " * i + "if 1:\n" for i in range(200)) + " " * 200 + "pass", "exec")
attempt("elif", "if 0: pass\n" + "elif 0: pass\n" * 3000, "exec")
attempt("defs", "".join(" " * i + f"def f{i}():\n" for i in range(90)) + " " * 90 + "pass", "exec")
attempt("fstring", "f'{" * 50 + "1" + "}'" * 50)
attempt("await", "await " * 1000 + "x")
attempt("decorators", "@d\n" * 3000 + "def f(): pass", "exec")
attempt("with", "with " + ",".join(["a"] * 100) + ": pass", "exec")
attempt("pattern", "match x:\n case " + "[" * 5000 + "]" * 5000 + ": pass", "exec")
attempt("type", "x: " + "a[" * 5000 + "b" + "]" * 5000, "exec")
print(eval("(" * 50 + "1" + ")" * 50), eval("[" * 50 + "]" * 50), eval("-" * 50 + "1"), eval("not " * 51 + "1"))

# output:
# parens survived
# lists survived
# dicts survived
# calls survived
# unary survived
# not survived
# lambda survived
# ternary survived
# subscript survived
# trailing subscript survived
# attribute survived
# trailing call survived
# power survived
# sum survived
# concatenation survived
# comparison survived
# unclosed survived
# mixed survived
# if survived
# elif survived
# defs survived
# fstring survived
# await survived
# decorators survived
# with survived
# pattern survived
# type survived
# 1 [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] 1 False
