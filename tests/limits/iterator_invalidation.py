xs = [1, 2, 3, 4]
out = []
for x in xs:
    out.append(x)
    if len(xs) > 1: del xs[0]
print(out, xs)  # expect: [1, 3] [3, 4]
class It:
    def __iter__(self): return self
    def __next__(self):
        target.clear()
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
    n = 5
target = [1, 2, 3]
target.extend(It())
print(target)  # expect: []
target = [1, 2, 3]
It.n = 3
target[1:2] = It()
print(target)  # expect: [2, 1, 0]
target = [0] * 5
It.n = 3
try:
    target += It()
    print(target)  # expect: []
except Exception as e:
    print(e)
d = {"a": 1}
class Keys:
    def keys(self):
        d.clear()
        return ["x"]
    def __getitem__(self, k):
        d["y"] = 1
        return 2
d.update(Keys())
print(d)  # expect: {'y': 1, 'x': 2}
s = {1, 2}
def g():
    s.clear()
    yield 1
s.update(g())
print(s, list(zip(*[iter(range(4))] * 2)))  # expect: {1} [(0, 1), (2, 3)]
