class A:
    def __init_subclass__(cls):
        raise ValueError(cls.__name__)
class B(A): pass
