class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *rest, scale=1):
        return (self.n + x + sum(rest)) * scale
a = Adder(10)
print(a(1))  # expect: 11
print(a(1, 2, 3, scale=2))  # expect: 32
print(callable(a), callable(1), callable(Adder), callable(len))  # expect: True False True True
a.__call__ = lambda x: "instance attribute is ignored"
print(a(1))  # expect: 11
