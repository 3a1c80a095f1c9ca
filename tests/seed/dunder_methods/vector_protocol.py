"""A numeric type that takes part in every operator, and says when it does not know the other operand."""
import math
from numbers import Real


class Vector:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"{type(self).__name__}({self.x!r}, {self.y!r})"

    def __str__(self):
        return f"<{self.x}, {self.y}>"

    def __format__(self, spec):
        if spec.endswith("p"):
            spec = spec[:-1]
            return f"<{math.hypot(self.x, self.y):{spec}} @ {math.degrees(math.atan2(self.y, self.x)):{spec}}>"
        return f"<{self.x:{spec}}, {self.y:{spec}}>"

    def __bytes__(self):
        return bytes([int(self.x) & 255, int(self.y) & 255])

    def __eq__(self, other):
        if isinstance(other, Vector):
            return (self.x, self.y) == (other.x, other.y)
        return NotImplemented

    def __hash__(self):
        return hash((self.x, self.y))

    def __bool__(self):
        return bool(self.x or self.y)

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __pos__(self):
        return self

    def __add__(self, other):
        if not isinstance(other, Vector):
            return NotImplemented
        return Vector(self.x + other.x, self.y + other.y)

    def __radd__(self, other):
        # Lets sum() start from its default 0.
        return self if other == 0 else NotImplemented

    def __sub__(self, other):
        return self + -other if isinstance(other, Vector) else NotImplemented

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k) if isinstance(k, Real) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y if isinstance(other, Vector) else NotImplemented

    def __truediv__(self, k):
        return Vector(self.x / k, self.y / k) if isinstance(k, Real) else NotImplemented

    def __iter__(self):
        yield self.x
        yield self.y

    def __len__(self):
        return 2

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __contains__(self, v):
        return v == self.x or v == self.y

    def __reversed__(self):
        return Vector(self.y, self.x)

    def __complex__(self):
        return complex(self.x, self.y)

    def __round__(self, digits=None):
        return Vector(round(self.x, digits), round(self.y, digits))

    def __call__(self, **changes):
        return Vector(**{"x": self.x, "y": self.y} | changes)


v, w = Vector(3, 4), Vector(-1, 0.5)
print(repr(v), str(v), f"{v}", f"{v:.2f}", f"{v:.1fp}", f"{v!r:>20}", bytes(v))
print(v + w, v - w, v * 2, 2 * v, v / 4, v @ w, -v, +v is v, abs(v), sum([v, w, v]))
print(v == Vector(3, 4), v != w, v == (3, 4), hash(v) == hash(Vector(3.0, 4.0)), len({v, Vector(3, 4), w}))
print(bool(Vector(0, 0)), bool(v), list(v), len(v), v[0], v[-1], v[:], 4 in v, 9 in v, reversed(v), complex(v), round(w), round(w, 0))
x, y = v
print(x, y, (*v, *w), max(v), dict([v]), v(y=0), [f"{c:>5}" for c in v])
match v:
    case Vector(3, y):
        print("matched", y)
for attempt in (lambda: v + 1, lambda: 1 + v, lambda: v * v, lambda: v @ 2, lambda: "a" * v, lambda: v < w, lambda: v["k"], lambda: v(z=1), lambda: v - 5, lambda: f"{v:q}", lambda: v[2], lambda: ~v, lambda: int(v), lambda: v % 2):
    try:
        print(attempt())
    except Exception as e:
        print(type(e).__name__ + ":", e)
v += w
print(v, type(v).__name__)
