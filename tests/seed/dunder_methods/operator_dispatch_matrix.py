"""Who is asked first, and when the reflected method of a subclass jumps the queue."""


class Base:
    def __add__(self, other):
        print(f"  {type(self).__name__}.__add__({type(other).__name__})")
        return NotImplemented

    def __radd__(self, other):
        print(f"  {type(self).__name__}.__radd__({type(other).__name__})")
        return NotImplemented


class Plain(Base):
    pass


class Overrides(Base):
    def __radd__(self, other):
        print(f"  Overrides.__radd__({type(other).__name__})")
        return "from Overrides"


class Unrelated:
    def __radd__(self, other):
        print(f"  Unrelated.__radd__({type(other).__name__})")
        return "from Unrelated"


class Blocked(Base):
    __add__ = None


class Inplace(Base):
    def __iadd__(self, other):
        print("  Inplace.__iadd__")
        return NotImplemented


def add(a, b):
    print(f"{type(a).__name__} + {type(b).__name__}")
    try:
        print("  =", a + b)
    except TypeError as e:
        print("  TypeError:", e)


for a in (Base(), Plain(), Overrides(), Blocked(), 1):
    for b in (Base(), Plain(), Overrides(), Unrelated(), Blocked(), "s"):
        add(a, b)
x = Inplace()
try:
    x += Unrelated()
    print("  =", x)
    x = Inplace()
    x += 5
except TypeError as e:
    print("  TypeError:", e)


# Comparisons reflect to each other, and a subclass on the right is asked first even without overriding.
class Left:
    def __lt__(self, o): print("  Left.__lt__"); return NotImplemented
    def __le__(self, o): print("  Left.__le__"); return NotImplemented
    def __eq__(self, o): print("  Left.__eq__"); return NotImplemented
    def __gt__(self, o): print("  Left.__gt__"); return NotImplemented
    def __ge__(self, o): print("  Left.__ge__"); return NotImplemented


class Right(Left):
    def __gt__(self, o): print("  Right.__gt__"); return "right says so"
    def __ge__(self, o): print("  Right.__ge__"); return NotImplemented


for text in ("l < r", "l <= r", "l == r", "l != r", "l > r", "l >= r", "r < l"):
    print(text)
    try:
        print("  =", eval(text, {"l": Left(), "r": Right()}))
    except TypeError as e:
        print("  TypeError:", e)
