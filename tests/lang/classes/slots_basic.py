class P:
    __slots__ = ("x", "y")
    def __init__(self, x): self.x = x
p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"))
for f in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: p.__dict__, lambda: delattr(p, "y")):
    try:
        f()
    except AttributeError as e:
        print(e)
class Q(P): pass
q = Q(2)
q.z = 3
print(q.x, q.z, q.__dict__)
print(type(P.x).__name__, P.x.__get__(p), P.__slots__)
P.x.__set__(p, 9)
print(p.x)
try:
    P.x.__get__(5)
except TypeError as e:
    print(e)

# output:
# 1 False False
# 'P' object has no attribute 'y'
# 'P' object has no attribute 'z' and no __dict__ for setting new attributes
# 'P' object has no attribute '__dict__'
# y
# 2 3 {'z': 3}
# member_descriptor 1 ('x', 'y')
# 9
# descriptor 'x' for 'P' objects doesn't apply to a 'int' object
