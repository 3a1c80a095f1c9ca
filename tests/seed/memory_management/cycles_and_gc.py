"""The cyclic collector: what it finds, what it counts, in what order finalizers run."""
import gc
import weakref

gc.disable()
gc.collect()
log = []


class Node:
    def __init__(self, name): self.name = name
    def __del__(self): log.append(self.name)
    def __repr__(self): return self.name


a = Node("self-cycle")
a.me = a
del a
print(log, gc.collect() > 0, log)
log.clear()
a, b = Node("a"), Node("b")
a.other, b.other = b, a
w = weakref.ref(a)
del a
print(w() is not None)
del b
print(log, w() is not None)
gc.collect()
print(sorted(log), w())
log.clear()
xs = []
xs.append(xs)
del xs
print(gc.collect())
d = {}
d["d"] = d
del d
print(gc.collect())
a, b = [], []
a.append(b); b.append(a)
del a, b
print(gc.collect(), gc.collect())


class Plain:
    pass


p = Plain()
p.p = p
del p
print(gc.collect() > 0)


def closure_cycle():
    def f(): return f
    return f


closure_cycle()
print(gc.collect() > 0)


def gen_cycle():
    me = yield
    held = Node("held by a generator cycle")
    yield


g = gen_cycle()
next(g)
g.send(g)
del g
gc.collect()
print(log)
log.clear()


class Dead:
    pass


c = type("Temp", (), {})
wc = weakref.ref(c)
del c
print(wc() is None)
gc.collect()
print(wc() is None)
try:
    raise ValueError("cycle through its own traceback")
except ValueError as e:
    err = e
    n = Node("kept by frame")
def keep():
    try:
        raise KeyError
    except KeyError as e:
        saved = e
        n = Node("in a frame cycle")
keep()
print(log)
gc.collect()
print(log)
log.clear()
print("a cycle reachable from outside stays")
outer = Node("outer")
inner = Node("inner")
outer.inner, inner.outer = inner, outer
del inner
gc.collect()
print(log, outer.inner)
root = weakref.ref(outer.inner)
del outer
gc.collect()
print(sorted(log), root())
log.clear()
print("trees hanging from a cycle")
top = Node("top")
top.me = top
top.children = [Node("child1"), Node("child2")]
del top
gc.collect()
print(sorted(log))
log.clear()
print("a finalizer may use its neighbours")


class Uses:
    def __init__(self, name): self.name = name
    def __del__(self): log.append((self.name, self.peer.name))


u, v = Uses("u"), Uses("v")
u.peer, v.peer = v, u
del u, v
gc.collect()
print(sorted(log))
log.clear()
print(gc.isenabled(), gc.get_threshold()[0] >= 0, gc.is_tracked([]), gc.is_tracked(5), gc.get_count()[0] >= 0)
gc.enable()
print(gc.isenabled())


class Auto:
    alive = 0
    def __init__(self): Auto.alive += 1; self.me = self
    def __del__(self): Auto.alive -= 1


for _ in range(200_000):
    Auto()
print("collected without being asked:", Auto.alive < 200_000)
gc.collect()
print(Auto.alive)
marker = object()
holder = [marker]
print(holder in gc.get_referrers(marker), marker in gc.get_referents(holder))
calls = []
gc.callbacks.append(lambda phase, info: calls.append((phase, info["generation"])))
gc.collect()
gc.callbacks.clear()
print(calls)
