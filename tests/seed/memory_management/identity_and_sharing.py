"""Names are references: aliasing, copies, interning guarantees that the language does make, and id()."""
import copy
import sys

a = [1, [2]]
b = a
b.append(3)
print(a, a is b, id(a) == id(b), a == [1, [2], 3])
c = a[:]
d = copy.copy(a)
e = copy.deepcopy(a)
a[1].append("seen by shallow copies")
print(c, d, e, c[1] is a[1], e[1] is a[1])
grid = [[0] * 2] * 2
grid[0][0] = 1
print(grid, [[0] * 2 for _ in range(2)])
t = (1, 2)
print(t[:] is t, tuple(t) is t, copy.copy(t) is t, copy.deepcopy(t) is t, copy.deepcopy(([],)) is ([],))
print(None is None, () is (), type(None)() is None, ... is Ellipsis, True is (1 == 1), int(5) is int(5))
s = "interned_name"
print(s is sys.intern("interned_" + "name"), sys.intern(s) is s)


def f(x, acc=[]):
    acc.append(x)
    return acc


print(f(1) is f(2), f.__defaults__)


class C:
    shared = []
    def __init__(self): self.own = []


x, y = C(), C()
x.shared.append("both"); x.own.append("one")
print(y.shared, y.own, x.shared is y.shared)
x.shared = "now on the instance"
print(y.shared, C.shared)
x.shared_total = 0
C.count = 0
x.count += 1
print(C.count, x.count)


def rebind(p, q):
    p = p + [1]
    q += [1]
    return p


m, n = [0], [0]
print(rebind(m, n), m, n)
big = 10**20
other = 10**19 * 10
print(big == other, big is big, hash(big) == hash(other))
print(len({id(o) for o in [object() for _ in range(100)]}))
print(sys.getsizeof([]) < sys.getsizeof([1] * 100), sys.getsizeof("a" * 100) > sys.getsizeof(""), sys.getsizeof(2**100) > sys.getsizeof(1))


class Sized:
    def __sizeof__(self): return 1000


print(sys.getsizeof(Sized()) >= 1000)
memo = {}
loop = [1]
loop.append(loop)
dup = copy.deepcopy(loop, memo)
print(dup[1] is dup, memo[id(loop)] is dup)


class Custom:
    def __init__(self, v): self.v = v
    def __copy__(self): return Custom(("copied", self.v))
    def __deepcopy__(self, memo): return Custom(("deep", copy.deepcopy(self.v, memo)))


print(copy.copy(Custom(1)).v, copy.deepcopy([Custom([2])])[0].v)
print(copy.deepcopy({"f": len, "t": int, "n": None, "c": Custom}) == {"f": len, "t": int, "n": None, "c": Custom})
