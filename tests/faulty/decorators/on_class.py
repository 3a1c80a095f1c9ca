def deco(cls):
    return cls.missing
@deco
class A:
    pass
