class A:
    def f(self): return "A"
    def __len__(self): return 1
    def __eq__(self, o): return "A eq"
    def __getitem__(self, k): return "A item"
    def __iter__(self): return iter("A")
    def __contains__(self, x): return True
    def __hash__(self): return 1
    def __bool__(self): return True
    def __str__(self): return "A str"
    def __enter__(self): return "A enter"
    def __exit__(self, *a): return True
class B(A):
    def f(self): return "B" + super().f()
def use(o):
    with o as e: raise ValueError
    return o.f(), len(o), o == 1, o[0], list(o), 5 in o, hash(o), bool(o), f"{o}", e
b = B()
for _ in range(20): use(b)
print(use(b))
A.f = lambda self: "A2"
A.__len__ = lambda self: 2
A.__getitem__ = lambda self, k: "A2 item"
print(use(b))
B.__len__ = lambda self: 3
B.__eq__ = lambda self, o: "B eq"
try:
    use(b)
except TypeError as e:
    print(e)
B.__hash__ = A.__hash__
print(use(b))
B.__iter__ = lambda self: iter("BB")
B.__contains__ = lambda self, x: False
B.__bool__ = lambda self: False
B.__str__ = lambda self: "B str"
B.__enter__ = lambda self: "B enter"
print(use(b))
del B.__len__, B.__iter__, B.__bool__
print(use(b))
B.__contains__ = None
try:
    use(b)
except TypeError as e:
    print(e)
del B.__contains__
class Mid(A):
    def f(self): return "Mid" + super().f()
B.__bases__ = (Mid,)
print(use(b))
for name in ("__len__", "__getitem__", "__iter__", "__contains__"): delattr(A, name)
for f in (lambda: len(b), lambda: b[0], lambda: list(b), lambda: 5 in b):
    try:
        f()
    except TypeError as e:
        print(e)
class I(int):
    pass
def add(a, b): return a + b
i = I(5)
for _ in range(20): add(i, 1); add(1, i)
print(add(i, 1), add(1, i))
I.__add__ = lambda self, o: "I add"
I.__radd__ = lambda self, o: "I radd"
print(add(i, 1), add(1, i), add(1, 2))
I.__eq__ = lambda self, o: "I eq"
I.__bool__ = lambda self: False
print(i == 5, 5 == i, bool(i), not i, i and 1)

# output:
# ('BA', 1, 'A eq', 'A item', ['A'], True, 1, True, 'A str', 'A enter')
# ('BA2', 2, 'A eq', 'A2 item', ['A'], True, 1, True, 'A str', 'A enter')
# ('BA2', 3, 'B eq', 'A2 item', ['A'], True, 1, True, 'A str', 'A enter')
# ('BA2', 3, 'B eq', 'A2 item', ['B', 'B'], False, 1, False, 'B str', 'B enter')
# ('BA2', 2, 'B eq', 'A2 item', ['A'], False, 1, True, 'B str', 'B enter')
# 'B' object is not a container
# ('BMidA2', 2, 'B eq', 'A2 item', ['A'], True, 1, True, 'B str', 'B enter')
# object of type 'B' has no len()
# 'B' object is not subscriptable
# 'B' object is not iterable
# argument of type 'B' is not a container or iterable
# 6 6
# I add I radd 3
# I eq I eq False True 5
