class M(type):
    def __instancecheck__(cls, x): raise ValueError("check")
class A(metaclass=M): pass
isinstance(1, A)
