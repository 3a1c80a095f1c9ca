class E:
    def __init__(self, f): self.f = f
    def __eq__(self, o):
        self.f()
        return False
xs = []
xs += [E(xs.clear) for _ in range(3)]
print(1 in xs, len(xs))  # expect: False 0
ys = []
ys += [E(ys.clear), 2, 3]
try:
    ys.remove(9)
except ValueError as e:
    print(e, len(ys))  # expect: list.remove(x): x not in list 0
zs = []
zs += [E(lambda: zs.append(0)) if i == 0 else i for i in range(3)]
print(zs.count(99), len(zs))  # expect: 0 4
try:
    zs.index(99)
except ValueError as e:
    print(e)  # expect: list.index(x): x not in list
a = []; b = []
a += [E(b.clear), 1]; b += [0, 1]
print(a == b, len(b))  # expect: False 0
ws = []
ws += [E(ws.clear)] * 4
print(ws == [1, 2, 3, 4], len(ws))  # expect: False 0
t = []
t += [E(t.clear), 5]
try:
    print(t.index(5))
except ValueError as e:
    print(e)  # expect: list.index(x): x not in list
