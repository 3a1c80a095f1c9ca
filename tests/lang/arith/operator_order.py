class N:
    def __init__(self, v): self.v = v
    def __add__(self, o):
        print("add", self.v)
        return NotImplemented
    def __radd__(self, o):
        print("radd", self.v)
        return self.v

class M(N):
    def __radd__(self, o):
        print("M.radd", self.v)
        return self.v

print(1 + N(5))
print(N(1) + N(2) if False else "skip")
print(N(1) + M(2))
try:
    N(1) + N(2)
except TypeError as e:
    print(e)

# output:
# radd 5
# 5
# skip
# M.radd 2
# 2
# add 1
# unsupported operand type(s) for +: 'N' and 'N'
