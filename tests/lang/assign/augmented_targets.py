class Tracker:
    def __init__(self): object.__setattr__(self, "log", [])
    def __getattr__(self, n): self.log.append(("get", n)); return 1
    def __setattr__(self, n, v): self.log.append(("set", n, v))
    def __getitem__(self, k): self.log.append(("getitem", k)); return 5
    def __setitem__(self, k, v): self.log.append(("setitem", k, v))
t = Tracker()
t.x += 1
t["k"] *= 2
print(t.log)  # expect: [('get', 'x'), ('set', 'x', 2), ('getitem', 'k'), ('setitem', 'k', 10)]
def key():
    print("key once")  # expect: key once
    return 0
xs = [1]
xs[key()] += 5
print(xs)  # expect: [6]
