# Cycles made after much was kept are found without asking, however large the program has grown.
import gc
import weakref


class Node:
    pass


kept = [[[], [i]] for i in range(100_000)]
references = []
for i in range(200_000):
    node = Node()
    node.me = node
    if i < 1000:
        references.append(weakref.ref(node))
print(sum(r() is not None for r in references) == 0)
print(len(kept), gc.get_threshold()[0])

# Thresholds that are chosen are kept to.
gc.set_threshold(100, 10, 10)
found = []
gc.callbacks.append(lambda phase, info: found.append(phase))
more = [[] for _ in range(1000)]
print(len(found) >= 10)
gc.callbacks.clear()

# A cycle through old and young objects, with what only it keeps alive.
def ring(n):
    first = last = Node()
    for _ in range(n):
        node = Node()
        node.back, last.next, last = last, node, node
    last.next = first
    return weakref.ref(first), weakref.ref(last)


a, b = ring(5000)
gc.collect()
print(a(), b())
gc.collect(0), gc.collect(1)
c = Node()
c.c = c
w = weakref.ref(c)
gc.collect(1)
keep = [c]
c = None
gc.collect(1)
print(w() is keep[0])
keep.clear()
print(gc.collect() > 0, w())
