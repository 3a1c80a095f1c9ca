def add_repr(cls):
    cls.__repr__ = lambda self: f"{cls.__name__}({self.__dict__})"
    return cls
def with_arg(n):
    print("arg", n)
    def deco(cls):
        print("deco", n, cls.__name__)
        return cls
    return deco
@with_arg(1)
@with_arg(2)
@add_repr
class C:
    print("body")
    def __init__(self): self.v = 1
print(C())
@lambda c: c.__name__
class D: pass
print(D)

# output:
# arg 1
# arg 2
# body
# deco 2 C
# deco 1 C
# C({'v': 1})
# D
