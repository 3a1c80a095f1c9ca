print(eval("1 + 2"), eval("x + 1", {"x": 5}), eval("  3"), eval(compile("5 * 2", "f", "eval")))
exec("a = 1; b = a + 1")
print(a, b, exec("pass"))
ns = {}
exec(compile("def f(n): return n * 2\nr = f(4)", "f", "exec"), ns)
print(ns["r"], sorted(k for k in ns))
exec(compile("1 + 1; 'shown'", "f", "single"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: eval("a = 1"))
attempt(lambda: eval(""))
attempt(lambda: eval("1", 5))
attempt(lambda: eval("1", {}, 5))
attempt(lambda: eval(5))
attempt(lambda: exec(5))
attempt(lambda: compile("1", "f", "bad"))
attempt(lambda: compile(5, "f", "exec"))
attempt(lambda: compile("x = ", "f", "exec"))
attempt(lambda: eval("undefined_x", {"__builtins__": {}}))
attempt(lambda: eval("len([])", {"__builtins__": {}}))
class L(dict):
    def __missing__(self, k): return f"<{k}>"
print(eval("foo + bar", {}, L()))

# output:
# 3 6 3 10
# 1 2 None
# 8 ['__builtins__', 'f', 'r']
# 2
# 'shown'
# SyntaxError: invalid syntax (<string>, line 1)
# SyntaxError: invalid syntax (<string>, line 0)
# TypeError: globals must be a dict
# TypeError: locals must be a mapping
# TypeError: eval() arg 1 must be a string, bytes or code object
# TypeError: exec() arg 1 must be a string, bytes or code object
# ValueError: compile() mode must be 'exec', 'eval' or 'single'
# TypeError: compile() arg 1 must be a string, bytes or AST object
# SyntaxError: invalid syntax (f, line 1)
# NameError: name 'undefined_x' is not defined
# NameError: name 'len' is not defined
# <foo><bar>
