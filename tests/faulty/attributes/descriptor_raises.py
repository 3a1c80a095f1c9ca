class D:
    def __get__(self, instance, owner):
        raise LookupError("descriptor")
class A:
    d = D()
A().d
