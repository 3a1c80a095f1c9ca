print(eval("+".join(["1"] * 500)))  # expect: 500
print(eval("[" + ",".join(["1"] * 20000) + "]") == [1] * 20000)  # expect: True
print(len(eval("{" + ",".join(f"{i}:{i}" for i in range(5000)) + "}")))  # expect: 5000
ns = {}
exec("\n".join(f"v{i} = {i}" for i in range(5000)), ns)
print(ns["v4999"])  # expect: 4999
exec("def f():\n" + "\n".join(f"    v{i} = {i}" for i in range(2000)) + "\n    return v1999", ns)
print(ns["f"]())  # expect: 1999
exec("def g(x):\n" + "".join(f"    {'el' if i else ''}if x == {i}: return {i * 2}\n" for i in range(500)) + "    return None", ns)
print(ns["g"](499), ns["g"](1000))  # expect: 998 None
print(eval("'" + "a" * 100000 + "'") == "a" * 100000)  # expect: True
print(eval("f(" + ",".join(["0"] * 1000) + ")", {"f": lambda *a: len(a)}))  # expect: 1000
print(eval(" and ".join(["1"] * 3000)), eval(" or ".join(["0"] * 3000)), eval(" < ".join(str(i) for i in range(2000))))  # expect: 1 0 True
exec("def h():\n x = 0\n while x < 3:\n" + "  x = x\n" * 30000 + "  x += 1\n return x", ns)
print(ns["h"]())  # expect: 3
print(eval("'" + "'+'".join("abc") + "'"), eval("x" + ".real" * 200, {"x": 5}))  # expect: abc 5
