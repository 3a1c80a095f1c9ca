ns = {"x": 5}
exec("y = x + 1\ndef f(): return y * 2", ns)
print(ns["y"], ns["f"]())  # expect: 6 12
print(eval("x + y", ns), eval("a * 2", {"a": 4}), eval("b", {}, {"b": 7}))  # expect: 11 8 7
def f():
    a = 1
    exec("a = 2; c = 3")
    return a, eval("a")
print(f())  # expect: (1, 1)
loc = {}
exec("q = 1", {}, loc)
print(loc)  # expect: {'q': 1}
print("__builtins__" in ns)  # expect: True
try:
    eval("1 +")
except SyntaxError as e:
    print(type(e).__name__)  # expect: SyntaxError
code = compile("z = 1\nz + 1", "<t>", "exec")
print(eval(code, {}), eval(compile("40 + 2", "<t>", "eval")))  # expect: None 42
