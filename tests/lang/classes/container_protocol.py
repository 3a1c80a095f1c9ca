class S:
    def __init__(self, *xs): self.xs = list(xs)
    def __len__(self): return len(self.xs)
    def __getitem__(self, k):
        print("get", k)
        return self.xs[k]
    def __setitem__(self, k, v): self.xs[k] = v
    def __delitem__(self, k): del self.xs[k]
    def __reversed__(self): return "reversed!"
    def __length_hint__(self): return 1
s = S(1, 2, 3)
print(s[0], s[1:], s[::2], s[-1])
s[0] = 9
del s[1]
print(s.xs, reversed(s), len(s))
class R:
    def __len__(self): return 2
    def __getitem__(self, i): return i * 10
print(list(reversed(R())))
class M(dict):
    def __missing__(self, k): return f"missing {k}"
m = M(a=1)
print(m["a"], m["b"], m.get("b"), "b" in m)
print(s[1, 2] if False else "tuple keys", end=" ")
class K:
    def __getitem__(self, k): return k
k = K()
print(k[1, 2], k[1:2, ...], k[:], k[()], k[1,], k[*[1, 2], 3])

# output:
# get 0
# get slice(1, None, None)
# get slice(None, None, 2)
# get -1
# 1 [2, 3] [1, 3] 3
# [9, 3] reversed! 2
# [10, 0]
# 1 missing b None False
# tuple keys (1, 2) (slice(1, 2, None), Ellipsis) slice(None, None, None) () (1,) (1, 2, 3)
