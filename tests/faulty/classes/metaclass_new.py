class M(type):
    def __new__(mcls, name, bases, ns):
        return super().__new__(mcls, name, bases, ns, x=1)
class A(metaclass=M): pass
