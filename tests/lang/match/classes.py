class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Sub(Point): pass
def f(o):
    match o:
        case Point(0, 0): return "origin"
        case Point(x, 0): return f"on x at {x}"
        case Point(0, y=y): return f"on y at {y}"
        case Sub(a, b) if a == b: return "sub diagonal"
        case Point(x=x, y=y): return f"{x},{y}"
        case int(n) | float(n): return f"number {n}"
        case str() as s: return f"str {s}"
        case list([a, b]): return f"list pair {a}"
        case object(__len__=_): return "sized"
        case _: return "?"
for o in (Point(0, 0), Point(3, 0), Point(0, 4), Sub(2, 2), Point(2, 2), 5, 2.5, True, "hi", [1, 2], {}, None):
    print(f(o))

# output:
# origin
# on x at 3
# on y at 4
# sub diagonal
# 2,2
# number 5
# number 2.5
# number True
# str hi
# list pair 1
# sized
# ?
