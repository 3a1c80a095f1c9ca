class A(metaclass=1): pass
