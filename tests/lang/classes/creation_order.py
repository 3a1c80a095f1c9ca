class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        print("prepare", name, kw)
        return {"injected": 1}
    def __new__(mcls, name, bases, ns, **kw):
        print("new", sorted(k for k in ns if not k.startswith("__")), kw)
        return super().__new__(mcls, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        print("init", cls.__name__)
        super().__init__(name, bases, ns)
    def __call__(cls, *a):
        print("call", a)
        return super().__call__(*a)
class D:
    def __set_name__(self, owner, name): print("set_name", owner.__name__, name)
class Base:
    def __init_subclass__(cls, **kw): print("init_subclass", cls.__name__, kw)
def deco(c):
    print("decorate", c.__name__)
    return c
class Base2(Base, metaclass=Meta): pass
@deco
class C(Base2):
    print("body sees", injected)
    attr = D()
    def __init__(self, *a): print("instance init", a)
C(1, 2)

# output:
# prepare Base2 {}
# new ['injected'] {}
# init_subclass Base2 {}
# init Base2
# prepare C {}
# body sees 1
# new ['attr', 'injected'] {}
# set_name C attr
# init_subclass C {}
# init C
# decorate C
# call (1, 2)
# instance init (1, 2)
