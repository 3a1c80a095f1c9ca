class Evil:
    def __init__(self, d): self.d = d
    def __hash__(self): return 1
    def __eq__(self, o):
        self.d.clear()
        return False
d = {}
d[Evil(d)] = 1
print(d.get(Evil(d), "gone"), len(d))  # expect: gone 0
class Grow:
    def __init__(self, n): self.n = n
    def __hash__(self): return 7
    def __eq__(self, o):
        for i in range(100, 150): e[i] = i
        return self.n == o.n
e = {}
e[Grow(1)] = "one"
e[Grow(2)] = "two"
print(e[Grow(2)], len(e))  # expect: two 52
