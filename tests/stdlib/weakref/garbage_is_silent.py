"""A weak reference that is garbage itself does not call back, though what it refers to only dies with the garbage."""
import gc
import weakref

gc.disable()
called = []


class Node:
    pass


def plain():
    pass


node = Node()
node.self = node
node.code = compile("1", "<code>", "eval")
node.reference = weakref.ref(node.code, lambda reference: called.append("garbage"))
living = weakref.ref(node.code, lambda reference: called.append("living"))
del node
gc.collect()
print(called, living())  # expect: ['living'] None
