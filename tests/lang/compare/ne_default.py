class A:
    def __init__(self, v): self.v = v
    def __eq__(self, o):
        if not isinstance(o, A): return NotImplemented
        return self.v == o.v
print(A(1) != A(1), A(1) != A(2), A(1) != 5, A(1) == 5)  # expect: False True True False
print(A.__ne__ is object.__ne__)  # expect: True
class W:
    def __eq__(self, o): return "yes"
print(W() == 1, W() != 1, 1 == W(), 1 != W())  # expect: yes False yes False
