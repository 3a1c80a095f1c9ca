"""Reference counting: an object dies at the statement that drops its last reference."""
import sys


class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("  del", self.name)


def section(name):
    print(name)


section("rebinding")
x = D("a")
x = D("b")
print("  rebound")
x = None
section("del statement")
y = D("c")
z = y
del y
print("  one reference left")
del z
section("expression temporaries")
D("temp")
print("  after the statement")
print("  len", len([D("in list"), D("second")]))
D("chained").name.upper()
print("  f-string", f"{D('fstr').name}")
section("function locals, in order of creation")


def f():
    a, b = D("local a"), D("local b")
    return 5


print("  returned", f())


def g(arg):
    print("  in g", arg.name)


g(D("argument"))
print("  after g")


def returns():
    local = D("returned object")
    return local


returns()
kept = returns()
kept = 1
section("containers")
xs = [D("l0"), D("l1"), D("l2")]
xs.pop(1)
xs[0] = None
xs.clear()
d = {"k": D("dict value")}
d["k"] = 1
d = {D: D("by key")}
d.popitem()
t = (D("t0"), D("t1"))
t = ()
s = {D("in set")}
s.clear()
section("attributes")


class Holder:
    pass


h = Holder()
h.a, h.b = D("attr a"), D("attr b")
h.a = None
del h.b
h.c = D("attr c")
h = None
section("loops")
for i in range(2):
    o = D(f"loop {i}")
o = None
for item in [D("it0"), D("it1")]:
    print("  body", item.name)
del item
print("  comprehension", [v.name for v in (D("c0"), D("c1"))])
section("slices and operators")
ys = [D("s0"), D("s1"), D("s2"), D("s3")]
ys[1:3] = []
print("  deleted the middle")
ys *= 0
zs = [D("p0")] + [D("p1")]
zs = zs + []
print("  concatenated")
zs = None
section("arguments and defaults")


def defaults(v=D("default")):
    return v.name


defaults()
del defaults
section("closures")


def outer():
    captured = D("captured")
    return lambda: captured


c = outer()
print("  still alive", c().name)
del c
section("references are counted")
r = D("counted")
n = sys.getrefcount(r)
alias = [r, r]
print(" ", sys.getrefcount(r) - n)
alias = None
print(" ", sys.getrefcount(r) - n)
del r
section("chained comparison and boolean")
D("x") is D("x")
D("p") and D("q")
section("swap")
a, b = D("A"), D("B")
a, b = b, a
print("  swapped")
a = b = None
section("end")
