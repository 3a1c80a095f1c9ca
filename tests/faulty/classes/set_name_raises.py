class D:
    def __set_name__(self, owner, name):
        raise RuntimeError(name)
class A:
    d = D()
