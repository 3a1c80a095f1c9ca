"""Thousands of slotted objects: structures that work, attribute caches that must stay right as classes change."""


class Cell:
    __slots__ = ("key", "value", "left", "right", "height")

    def __init__(self, key, value):
        self.key, self.value, self.left, self.right, self.height = key, value, None, None, 1


class Tree:
    """An AVL tree."""
    __slots__ = ("root", "count")

    def __init__(self): self.root, self.count = None, 0

    def __setitem__(self, k, v): self.root = self._insert(self.root, k, v)

    def _insert(self, n, k, v):
        if n is None:
            self.count += 1
            return Cell(k, v)
        if k == n.key:
            n.value = v
            return n
        if k < n.key:
            n.left = self._insert(n.left, k, v)
        else:
            n.right = self._insert(n.right, k, v)
        n.height = 1 + max(h(n.left), h(n.right))
        lean = h(n.left) - h(n.right)
        if lean > 1:
            if k > n.left.key:
                n.left = rotate(n.left, "right", "left")
            return rotate(n, "left", "right")
        if lean < -1:
            if k < n.right.key:
                n.right = rotate(n.right, "left", "right")
            return rotate(n, "right", "left")
        return n

    def __getitem__(self, k):
        n = self.root
        while n is not None and n.key != k:
            n = n.left if k < n.key else n.right
        if n is None:
            raise KeyError(k)
        return n.value

    def __iter__(self):
        stack, n = [], self.root
        while stack or n is not None:
            while n is not None:
                stack.append(n)
                n = n.left
            n = stack.pop()
            yield n.key
            n = n.right

    def __len__(self): return self.count


def h(n): return n.height if n is not None else 0


def rotate(n, a, b):
    top = getattr(n, a)
    setattr(n, a, getattr(top, b))
    setattr(top, b, n)
    for x in (n, top):
        x.height = 1 + max(h(x.left), h(x.right))
    return top


t = Tree()
for i in range(2000):
    t[i * 7919 % 2003] = i
print(len(t), list(t)[:5], t[100], t.root.height <= 14, list(t) == sorted(t))
try:
    t[5000]
except KeyError as e:
    print("KeyError", e)


class P:
    __slots__ = ("x",)
    kind = "P"
    def __init__(self, x): self.x = x
    def get(self): return self.x


class Q:
    kind = "Q"
    def __init__(self, x): self.x = x
    def get(self): return self.x


class R(Q):
    __slots__ = ()
    def get(self): return -self.x


def total(objects):
    s = 0
    for o in objects:
        s += o.x + o.get()
        o.x += 1
    return s


mixed = [(P, Q, R)[i % 3](i) for i in range(3000)]
print(total(mixed), total(mixed), total(mixed[:10]))
P.get = lambda self: 1000
print(total(mixed[:3]))
del P.get
try:
    total(mixed[:3])
except AttributeError as e:
    print(e)
P.__getattr__ = lambda self, name: lambda: 5
print(total(mixed[:3]))
x_slot = P.x
P.x = property(lambda self: x_slot.__get__(self) * 2, lambda self, v: x_slot.__set__(self, v // 2))
print(total(mixed[:3]), mixed[0].x)
P.x = x_slot
print(mixed[0].x)
Q.x = property(lambda self: 7)
try:
    total(mixed[1:2])
except AttributeError as e:
    print(e)
del Q.x
print(total(mixed[1:2]) > 0, mixed[1].__dict__.keys())
mixed[1].get = lambda: 100
print(total(mixed[1:2]) - 2 * mixed[1].x + mixed[1].x > 0, mixed[1].get())
for i in range(5):
    o = P(i) if i % 2 else Q(i)
    o.x
    if i % 2 == 0:
        o.extra = i
        del o.x
        print(hasattr(o, "x"), o.__dict__)
    else:
        del o.x
        try:
            x_slot.__get__(o)
        except AttributeError as e:
            print("empty slot", e)
