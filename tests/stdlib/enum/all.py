from enum import Enum, IntEnum, Flag, IntFlag, StrEnum, auto, unique, EnumMeta
class Shape(Enum):
    SQUARE = 1
    CIRCLE = "c"
    def area(self): return self.value
    @classmethod
    def default(cls): return cls.SQUARE
    @property
    def pretty(self): return self.name.title()
print(Shape.SQUARE.area(), Shape.default(), Shape.CIRCLE.pretty, Shape("c"), Shape.SQUARE.name, [*Shape], len(Shape), Shape.SQUARE is Shape(1), {Shape.SQUARE: 1}, repr(Shape), Shape.__members__, bool(Shape.SQUARE), type(Shape).__name__, Shape.SQUARE.__class__)
class Coord(bytes, Enum):
    def __new__(cls, value, label):
        o = bytes.__new__(cls, [value]); o._value_ = value; o.label = label; return o
    PX = (0, "P.X")
    PY = (1, "P.Y")
print(Coord.PY, Coord.PY.label, Coord(1), bytes(Coord.PY))
class Auto(Enum):
    A = auto(); B = auto(); C = 10; D = auto()
print([(m.name, m.value) for m in Auto], Auto.A != Auto.B, Auto.A in Auto, Auto["C"])
class Ordered(Enum):
    LOW, HIGH = 1, 2
    def __lt__(self, o): return self.value < o.value
print(sorted([Ordered.HIGH, Ordered.LOW]), max(Ordered, key=lambda m: m.value))
W = Flag("W", "MON TUE WED"); wk = W.MON | W.TUE
print(wk, W.WED in wk, list(wk), ~wk, wk & W.TUE, len(W), W(3) == wk, repr(W(0)), W.MON | W.TUE | W.WED)

# output:
# 1 Shape.SQUARE Circle Shape.CIRCLE SQUARE [<Shape.SQUARE: 1>, <Shape.CIRCLE: 'c'>] 2 True {<Shape.SQUARE: 1>: 1} <enum 'Shape'> {'SQUARE': <Shape.SQUARE: 1>, 'CIRCLE': <Shape.CIRCLE: 'c'>} True EnumType <enum 'Shape'>
# Coord.PY P.Y Coord.PY b'\x01'
# [('A', 1), ('B', 2), ('C', 10), ('D', 11)] True True Auto.C
# [<Ordered.LOW: 1>, <Ordered.HIGH: 2>] Ordered.HIGH
# W.MON|TUE False [<W.MON: 1>, <W.TUE: 2>] W.WED W.TUE 3 True <W: 0> W.MON|TUE|WED
