class Builder:
    def __init__(self): self.parts = []
    def add(self, *xs, **k):
        self.parts += [*xs, *k.items()]
        return self
    def __getitem__(self, k): return self.add(f"[{k}]")
    def __getattr__(self, n):
        if n.startswith("__"): raise AttributeError(n)
        return self.add("." + n)
    def __call__(self, *a): return self.add(a)
    def __enter__(self): return self
    def __exit__(self, *a): self.add("exit")
b = Builder()
b.add(1).add(2, k=3).foo[4].bar(5, 6)[7:8](*[9])
print(b.parts)  # expect: [1, 2, ('k', 3), '.foo', '[4]', '.bar', (5, 6), '[slice(7, 8, None)]', (9,)]
with Builder().add("in") as c: c.x.y.z
print(c.parts)  # expect: ['in', '.x', '.y', '.z', 'exit']
f = lambda x: lambda y: lambda z: (x, y, z)
print(f(1)(2)(3), (lambda: [lambda: {"k": lambda: "deep"}])()[0]()["k"]())  # expect: (1, 2, 3) deep
print("a,b;c,d".split(";")[1].split(",")[0].upper().join("xy").encode().decode()[::-1])  # expect: yCx
print([*map(str.upper, "ab")], {"a": [{"b": (1, [2, {"c": "found"}])}]}["a"][0]["b"][1][1]["c"])  # expect: ['A', 'B'] found
x = 5
print((x).__add__(1).__mul__(2).__str__().__len__(), -x.__neg__(), (-x).__abs__(), not x.__bool__())  # expect: 2 5 5 False
