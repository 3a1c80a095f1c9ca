class M(type):
    @classmethod
    def __prepare__(mcls, name, bases):
        return 1
class A(metaclass=M): pass
