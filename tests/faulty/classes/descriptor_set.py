class D:
    def __set__(self, instance, value): raise ValueError(value)
class A:
    d = D()
A().d = 5
