class A(metaclass=type, key=1 / 0): pass
