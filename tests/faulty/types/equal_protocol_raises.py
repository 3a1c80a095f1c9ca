class A:
    def __eq__(self, other): 1 / 0
[A()] == [1]
