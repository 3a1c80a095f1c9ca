class K:
    def __init__(self, n): self.n = n
    def __hash__(self):
        print("hash", self.n)
        return 1
    def __eq__(self, o):
        print("eq", self.n, o.n)
        return self.n == o.n
    def __repr__(self): return f"K{self.n}"
d = {}
a, b = K(1), K(2)
d[a] = "a"
d[b] = "b"
print(d[a])
print(d[K(2)])
print(K(3) in d)
d[K(1)] = "replaced value, kept key"
print(d, list(d)[0] is a)
class Raises:
    def __hash__(self): return 1
    @property
    def n(self): raise ValueError("eq failed")
try:
    d[Raises()]
except ValueError as e:
    print(e)

# output:
# hash 1
# hash 2
# eq 1 2
# hash 1
# a
# hash 2
# eq 1 2
# eq 2 2
# b
# hash 3
# eq 1 3
# eq 2 3
# False
# hash 1
# eq 1 1
# {K1: 'replaced value, kept key', K2: 'b'} True
# eq failed
