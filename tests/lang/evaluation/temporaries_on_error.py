# Half-built expressions are dropped in full when a later part fails.
class D:
    def __init__(self, n): self.n = n
    def __del__(self): print("del", self.n)
    def __add__(self, o): return D(f"{self.n}+{o.n}")
    def __lt__(self, o): return True
def boom(): raise ValueError("boom")
def f(*a, **k): pass
cases = {
    "list": lambda: [D("l1"), D("l2"), boom()],
    "tuple": lambda: (D("t1"), boom()),
    "dict": lambda: {"k": D("d1"), "j": boom()},
    "set": lambda: {D("s1"), boom()},
    "call": lambda: f(D("c1"), D("c2"), boom()),
    "keywords": lambda: f(a=D("k1"), b=boom()),
    "star": lambda: f(*[D("st1")], boom()),
    "binary": lambda: D("b1") + boom(),
    "nested": lambda: (D("n") + D("n")) + boom(),
    "compare": lambda: D("p1") < D("p2") < boom(),
    "method": lambda: D("m1").missing(boom()),
    "subscript": lambda: [D("i1")][boom()],
    "f-string": lambda: f"{D('f1').n} {boom()}",
    "comprehension": lambda: [(D("co1"), boom()) for _ in range(1)],
    "unpack": lambda: [*[D("u1")], *boom()],
    "dict unpack": lambda: {**{"a": D("du1")}, **boom()},
    "slice": lambda: D("sl1")[boom():],
    "generator": lambda: list(x + boom() for x in [D("g1")]),
    "await-free call": lambda: boom(D("never evaluated by a callee that takes nothing")),
}
for name, case in cases.items():
    print(name)
    try:
        case()
    except (ValueError, AttributeError, TypeError) as e:
        print(" ", type(e).__name__)
