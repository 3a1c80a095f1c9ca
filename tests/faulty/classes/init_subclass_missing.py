class A:
    def __init_subclass__(cls, *, key): pass
class B(A): pass
