import random
r = random.Random(1)
class Liar:
    def __lt__(self, o): return r.random() < 0.5
xs = [Liar() for _ in range(500)]
xs.sort()
print(len(xs), len(set(map(id, xs))))  # expect: 500 500
class Always:
    def __lt__(self, o): return True
print(len(sorted(Always() for _ in range(300))))  # expect: 300
class Raises:
    n = 0
    def __lt__(self, o):
        Raises.n += 1
        if Raises.n == 100: raise ValueError("enough")
        return False
ys = [Raises() for _ in range(200)]
try:
    ys.sort()
except ValueError as e:
    print(e, len(ys), len(set(map(id, ys))))  # expect: enough 200 200
class Mutates:
    def __lt__(self, o):
        zs.append(1)
        return False
zs = [Mutates() for _ in range(5)]
try:
    zs.sort()
except ValueError as e:
    print(e, len(zs))  # expect: list modified during sort 5
class EqLiar:
    def __eq__(self, o): return True
    def __hash__(self): return id(self)
print(EqLiar() == 5, EqLiar() in [1], [1].index(EqLiar()), [1, 2].count(EqLiar()))  # expect: True True 0 2
