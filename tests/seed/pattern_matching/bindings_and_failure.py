"""What names are bound after a failed pattern, in what order alternatives are tried, and scoping."""


def trace(value, patterns):
    print("value", value)
    for p in patterns:
        ns = {"value": value, "K": K, "r": "no"}
        exec(f"match value:\n    case {p}:\n        r = 'yes'", ns)
        bound = {k: v for k, v in ns.items() if k not in ("value", "r", "__builtins__", "K")}
        print(f"  {p:36} {ns['r']:4} {bound}")


class K:
    zero = 0
    one = 1
    text = "t"
    pair = (1, 2)


trace([1, 2, 3], ["[a, b, c]", "[a, b, 4]", "[a, *b]", "[*a, 3]", "[a, [b]]", "[1, x, 3] if x == 2", "[1, x, 3] if x > 2", "[K.one, *_]", "(a, b)", "[a, b, c] as whole", "[(1 | 2) as n, *_]"])
trace({"k": 1, "n": {"m": [5]}}, ["{'k': a}", "{'k': a, 'z': b}", "{'n': {'m': [x]}}", "{'k': 1, **rest}", "{'n': {**inner}}", "{K.text: _}", "{}", "{'k': int(v) | str(v)}", "[*_]", "dict(d)", "dict() as d"])
trace("text", ["str(s)", "str() as s", "'text'", "'te' 'xt'", "[c, *_]", "object()", "K.text", "bytes() | str() as b", "s if s.isupper()"])
trace((1, 2), ["K.pair", "(1, 2)", "[1, 2]", "1, 2", "(x, y) if x > y", "[x, y] | [x, y, _]", "tuple((a, b))", "tuple([a])", "(1, _) | (_, 2)"])
trace(1, ["1", "1.0", "True", "K.one", "int(x)", "float(x)", "bool(x)", "-1", "1 + 0j", "0 | 1 as n", "x", "(x)", "int(real=r, imag=i)"])
trace(None, ["None", "K.zero", "object()", "x", "None | 0 as n"])


def shadow():
    x = "outer"
    match 5:
        case x if False:
            pass
    return x


print(shadow())


def function_scope(v):
    match v:
        case [head, *tail]:
            return lambda: (head, tail)


print(function_scope("ab"), function_scope([1, 2])())
try:
    match 1:
        case 2:
            nothing = 1
    print(nothing)
except NameError as e:
    print(e)
for v in ([1], [], 5):
    match v:
        case [x]: print("one")
        case []: print("none")
        case _: print("neither")
results = [("pos" if n > 0 else "zero") for n in (1, 0)]
match results:
    case ["pos", "zero"] | ["zero", "pos"]:
        print("either order")


class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


match {"shape": [Point(0, 1), Point(2, Point(3, 4))], "opts": {"deep": [{"k": (1, [2, {"z": "found"}])}]}}:
    case {"shape": [Point(0, a), Point(b, Point(c, d))], "opts": {"deep": [{"k": (_, [_, {"z": z}])}]}}:
        print(a, b, c, d, z)
def walrus_guard(x):
    match x:
        case n if (half := n / 2) == int(half): return int(half)
        case n: return half
print(walrus_guard(4), walrus_guard(3))
match print("subject evaluated once") or [1, 2]:
    case [1]: print("no")
    case [1, 3]: print("no")
    case [1, 2]: print("yes")
