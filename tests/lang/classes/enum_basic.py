from enum import Enum, IntEnum, Flag, auto, unique
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
print(Color.RED, repr(Color.RED), Color(2), Color["GREEN"], Color.CRIMSON is Color.RED)
print(list(Color), Color.RED.describe(), list(Color.__members__))
print(Color.RED == 1, isinstance(Color.RED, Color), Color.RED in Color, 2 in Color)
class N(IntEnum):
    A = auto()
    B = auto()
print(N.A + 1, N.B > N.A, repr(N.B), f"{N.B}")
class P(Flag):
    R = auto()
    W = auto()
    X = auto()
print(P.R | P.W, (P.R | P.W) & P.W, ~P.R, P(0), P.R in (P.R | P.X), repr(P.R | P.X))
for f in (lambda: Color(9), lambda: Color["NO"], lambda: setattr(Color, "RED", 5), lambda: Color.NOPE):
    try:
        f()
    except (ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__, e)
try:
    @unique
    class U(Enum):
        A = 1
        B = 1
except ValueError as e:
    print(e)

# output:
# Color.RED <Color.RED: 1> Color.GREEN Color.GREEN True
# [<Color.RED: 1>, <Color.GREEN: 2>] RED=1 ['RED', 'GREEN', 'CRIMSON']
# False True True True
# 2 True <N.B: 2> 2
# P.R|W P.W P.W|X P(0) True <P.R|X: 5>
# ValueError 9 is not a valid Color
# KeyError 'NO'
# AttributeError cannot reassign member 'RED'
# AttributeError type object 'Color' has no attribute 'NOPE'
# duplicate values found in <enum 'U'>: B -> A
