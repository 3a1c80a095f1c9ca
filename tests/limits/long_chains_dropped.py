class Node:
    __slots__ = ("next",)
    def __init__(self, n): self.next = n
def chain(make, n):
    x = None
    for _ in range(n): x = make(x)
    return x
for make in (Node, lambda x: [x], lambda x: (x,), lambda x: {"k": x}, lambda x: (lambda: x)):
    x = chain(make, 300000)
    del x
    print("dropped")
class Obj: pass
head = None
for _ in range(200000):
    o = Obj()
    o.next = head
    head = o
head = o = None
print("objects dropped")
def gen(inner):
    yield inner
g = None
for _ in range(100000):
    g = gen(g)
g = None
print("generators dropped")
e = None
for _ in range(100000):
    n = ValueError(); n.__context__ = e; e = n
e = n = None
print("exceptions dropped")
it = iter([])
for _ in range(50000): it = iter(map(None, it))
it = None
print("iterators dropped")

# output:
# dropped
# dropped
# dropped
# dropped
# dropped
# objects dropped
# generators dropped
# exceptions dropped
# iterators dropped
