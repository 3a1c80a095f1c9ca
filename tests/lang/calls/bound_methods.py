class C:
    def __init__(self, v): self.v = v
    def get(self, extra=0): return self.v + extra
c = C(5)
m = c.get
print(m(), m(1), m.__self__ is c, m.__func__ is C.get)  # expect: 5 6 True True
print(C.get(c, 2))  # expect: 7
print(c.get == c.get, c.get is c.get, C(5).get == c.get)  # expect: True False False
print(m.__name__, m.__qualname__)  # expect: get C.get
append = [].append
print(append.__self__, append.__name__)  # expect: [] append
c.get = lambda: "shadow"
print(c.get())  # expect: shadow
