class M(type):
    def __call__(cls, *args):
        raise TypeError("not made")
class A(metaclass=M): pass
A()
