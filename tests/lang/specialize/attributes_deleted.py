"""Attributes that are deleted and set again keep the order in which they were set, whatever shape the objects went through."""


class P:
    def __init__(self):
        self.a = 1
        self.b = 2
        self.c = 3


def shown(p):
    return list(p.__dict__.items())


for name in "abc":
    p = P()
    delattr(p, name)
    print(name, hasattr(p, name), [getattr(p, other, None) for other in "abc"])
    setattr(p, name, 9)
    print([getattr(p, other, None) for other in "abc"], shown(p))
    delattr(p, name)
    try:
        delattr(p, name)
    except AttributeError as error:
        print(error)
    print(shown(p))

p = P()
for i in range(5):
    del p.c, p.a
    p.a, p.c = i, -i
    del p.b
    p.b = i * 10
    print(p.a, p.b, p.c)
print(shown(p))


# Values die when they are deleted, and those moved do not.
class Value:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("dead", self.name)


p = P()
p.a, p.b, p.c = Value("a"), Value("b"), Value("c")
del p.a
print("a gone", p.b.name, p.c.name)
del p.c
del p.b
print("all gone", shown(p))
p.b = 5
print(shown(p))


# Slots and attributes of one object.
class S(P):
    __slots__ = ("s", "t")


x = S()
x.s = 7
x.d = 4
del x.b
print(x.s, hasattr(x, "t"), x.a, x.c, x.d)
del x.s
x.t = 8
print(hasattr(x, "s"), x.t, shown(x))


# A method that an attribute hides is there again when the attribute is deleted.
class M:
    def f(self):
        return "method"


def call(m):
    return m.f()


m = M()
for i in range(40):
    print(call(m), end=" ")
    m.f = lambda: "attribute"
    print(call(m), end=" ")
    del m.f
print()

# Deletions in every order, so that the class gets many shapes.
import itertools


class Q:
    pass


seen = set()
for order in itertools.permutations("vwxyz"):
    q = Q()
    for name in order:
        setattr(q, name, name * 2)
    for name in order[::2]:
        delattr(q, name)
    for name in order[::-2]:
        setattr(q, name, name)
    seen.add(tuple(q.__dict__.items()) == tuple((n, n * 2) for n in order[1::2]) + tuple((n, n) for n in order[::-2]))
    assert all(getattr(q, name) for name in order)
print(seen)
