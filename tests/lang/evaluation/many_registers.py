# More locals, constants, temporaries, arguments and code than one byte can number.
n = 700
src = "def f():\n" + "".join(f"    v{i} = {i}\n" for i in range(n)) + "    return " + " + ".join(f"v{i}" for i in range(n)) + "\n"
ns = {}
exec(src, ns)
print(ns["f"]())  # expect: 244650
src = "def g(" + ", ".join(f"a{i}={i}" for i in range(n)) + "):\n    return (" + ", ".join(f"a{i}" for i in range(n)) + ")\n"
exec(src, ns)
print(sum(ns["g"]()), ns["g"](*range(10, 300))[:3], ns["g"](a699=0)[-1])  # expect: 244650 (10, 11, 12) 0
print(eval("(" + ", ".join(f"'{i}'" for i in range(3000)) + ")")[2999])  # expect: 2999
print(eval("[" + ", ".join(f"[{i}]" for i in range(1000)) + "]")[999])  # expect: [999]
print(eval("+".join(f"({i} * 2 - x)" for i in range(400)), {"x": 1}))  # expect: 159200
nested = "x"
for i in range(60): nested = f"({nested} + f({i}, {nested if i < 4 else 1}))"
print(eval(nested, {"x": 1, "f": lambda a, b: a * b}))  # expect: 1788
src = "def h(k):\n    r = 0\n    for i in range(3):\n        if k == 0:\n" + "            r += i\n" * 20000 + "        else:\n            r -= 1\n            continue\n        r += 1000000\n    return r\n"
exec(src, ns)
print(ns["h"](0), ns["h"](1))  # expect: 3060000 -3
src = "class C:\n" + "".join(f"    def m{i}(self): return {i}\n" for i in range(400)) + "    x = 1\n"
exec(src, ns)
print(ns["C"]().m399(), len([k for k in vars(ns["C"]) if k.startswith("m")]))  # expect: 399 400
src = "def outer():\n" + "".join(f"    c{i} = {i}\n" for i in range(300)) + "    def inner():\n        return " + " + ".join(f"c{i}" for i in range(300)) + "\n    return inner()\n"
exec(src, ns)
print(ns["outer"]())  # expect: 44850
src = "def k(x):\n    match x:\n" + "".join(f"        case {i}: return {i * 3}\n" for i in range(500)) + "        case _: return -1\n"
exec(src, ns)
print(ns["k"](499), ns["k"](1000))  # expect: 1497 -1
src = "def t(n):\n    try:\n        " + "\n        ".join(f"if n == {i}: raise ValueError({i})" for i in range(500)) + "\n    except ValueError as e:\n        return e.args[0]\n    return 'none'\n"
exec(src, ns)
print(ns["t"](499), ns["t"](-1))  # expect: 499 none
