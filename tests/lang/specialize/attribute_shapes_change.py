class P:
    def __init__(self, *names):
        for n in names: setattr(self, n, n)
def get(o): return o.x
a, b, c = P("x"), P("y", "x"), P("z", "y", "x")
for o in (a, b, c) * 10: assert get(o) == "x"
print(get(a), get(b), get(c))  # expect: x x x
del b.y
b.y = "again"
print(get(b), list(vars(b)))  # expect: x ['x', 'y']
del c.x
try:
    get(c)
except AttributeError as e:
    print(e)  # expect: 'P' object has no attribute 'x'
c.__dict__["x"] = "through dict"
print(get(c))  # expect: through dict
c.__dict__ = {"x": "new dict"}
print(get(c))  # expect: new dict
P.x = "class"
print(get(a), get(P()))  # expect: x class
P.x = property(lambda self: "property wins")
print(get(a), get(P()))  # expect: property wins property wins
del P.x
print(get(a))  # expect: x
P.__getattr__ = lambda self, n: f"getattr {n}"
print(get(P()), get(a))  # expect: getattr x x
del P.__getattr__
P.__getattribute__ = lambda self, n: f"intercepted {n}"
print(get(a))  # expect: intercepted x
del P.__getattribute__
print(get(a))  # expect: x
class Q(P): pass
a.__class__ = Q
print(get(a))  # expect: x
Q.x = 5
print(get(a))  # expect: x
del a.x
print(get(a))  # expect: 5
Q.x = property(lambda self: "Q property", lambda self, v: print("set", v))  # expect: set 1
a.x = 1
print(get(a), vars(a))  # expect: Q property {}
import types
m = types.ModuleType("m"); m.x = "module"
print(get(m), get(types.SimpleNamespace(x="ns")), get(type("T", (), {"x": "type"})))  # expect: module ns type
class S: __slots__ = ("x",)
s = S(); s.x = "slot"
print(get(s))  # expect: slot
wide = P(*[f"a{i}" for i in range(200)], "x")
print(get(wide), len(vars(wide)))  # expect: x 201
for i in range(0, 200, 2): delattr(wide, f"a{i}")
print(get(wide), len(vars(wide)), list(vars(wide))[:2])  # expect: x 101 ['a1', 'a3']
def setter(o, v): o.x = v
for i in range(30): setter(b, i); setter(s, i); setter(m, i)
print(get(b), get(s), get(m))  # expect: 29 29 29
