import enum
class E(enum.Enum):
    A = 1
class F(E): pass
