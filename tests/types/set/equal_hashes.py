# Items whose hashes are equal, and that must be asked whether they are: set operations between tables.
class Key:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.name == other.name

    def __repr__(self):
        return self.name


def names(items):
    return sorted(map(repr, items))


a = {Key("a"), Key("b"), Key("c"), 7, "seven"}
b = frozenset([Key("b"), Key("d"), 7.0, "other"])
print(names(a & b), len(b & a))  # expect: ['7.0', 'b'] 2
print(names(a - b))  # expect: ["'seven'", 'a', 'c']
print(names(a ^ b))  # expect: ["'other'", "'seven'", 'a', 'c', 'd']
print(names(a | b))  # expect: ["'other'", "'seven'", '7', 'a', 'b', 'c', 'd']
print({Key("a"), 7} <= a, {Key("d")} <= a, a >= {Key("c")})  # expect: True False True
print(a.isdisjoint({Key("x")}), a.isdisjoint({Key("b")}))  # expect: True False
print((1, (2, 3.0)) in {(1.0, (2, 3))})  # expect: True
nan = float("nan")
print((nan,) in {(nan,)}, {(nan, 1)} == {(nan, 1)})  # expect: True True


class Raising:
    def __hash__(self):
        return 7

    def __eq__(self, other):
        raise ValueError("asked")


for operation in (lambda: a & {Raising()}, lambda: a - {Raising()}, lambda: {Raising()} <= a, lambda: a.isdisjoint([Raising()])):
    try:
        operation()
    except ValueError as error:
        print(error)
# expect: asked
# expect: asked
# expect: asked
# expect: asked


class Shrinking:
    def __hash__(self):
        return 7

    def __eq__(self, other):
        victim.clear()
        return False


victim = {Key("a"), Key("b"), 1, 2, 3}
print(len(victim & {Shrinking()}), len(victim))  # expect: 0 5
