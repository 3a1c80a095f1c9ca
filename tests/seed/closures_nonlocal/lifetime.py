"""Closures keep cells alive, cells keep values alive, and nothing more."""
import gc
import weakref


class V:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"V{self.n}"
    def __del__(self): print("  del", self.n)


def only_what_is_used():
    used, unused = V("used"), V("unused")
    def f(): return used
    return f


f = only_what_is_used()
print("returned", f())
f = None
print("dropped")


def shared():
    v = V("shared")
    return (lambda: v), (lambda: v)


a, b = shared()
del a
print("one left", b())
del b
print("none left")


def rebinding():
    v = V("first")
    def set(x):
        nonlocal v
        v = x
    return set


s = rebinding()
s(V("second"))
s(None)
del s


def deleting():
    v = V("deleted by nonlocal del")
    def drop():
        nonlocal v
        del v
    return drop


d = deleting()
d()
print("after drop")
try:
    d()
except NameError as e:
    print(e)


def cycle():
    v = V("in a cycle")
    def me(): return me, v
    return weakref.ref(me)


gc.collect()
w = cycle()
print("alive until collected", w() is not None)
gc.collect()
print("collected", w())


def no_cycle():
    v = V("no cycle")
    def helper(): return v
    return helper()


print(no_cycle())
print("gone at once")


def loop():
    fs = []
    for i in range(3):
        v = V(f"loop{i}")
        fs.append(lambda: v)
    return fs


fs = loop()
print(fs[0]() is fs[2]())
fs.clear()


def per_iteration():
    def make(v): return lambda: v
    return [make(V(f"own{i}")) for i in range(2)]


fs = per_iteration()
del fs[0]
print("second is alive", fs[0]())
fs = None


def generator():
    v = V("generator local")
    def peek(): return v
    yield peek
    yield "end"


g = generator()
peek = next(g)
g.close()
print("closed, but the cell lives", peek())
del peek
print("now gone")


def exception_keeps():
    v = V("frame of a traceback")
    def fail(): raise KeyError(v.n)
    fail()


try:
    exception_keeps()
except KeyError as e:
    saved = e
print("saved")
saved = saved.with_traceback(None)
print("traceback dropped")


def default_instead_of_cell():
    v = V("bound as default")
    return lambda v=v: v


f = default_instead_of_cell()
print(f.__closure__, f.__defaults__)
f.__defaults__ = None
print("default dropped")


def cell_cleared():
    v = V("cell emptied from outside")
    return lambda: v


f = cell_cleared()
del f.__closure__[0].cell_contents
print("emptied")
try:
    f()
except NameError as e:
    print(e)
class Holder:
    def __init__(self):
        self.v = V("bound method keeps self")
        self.callback = lambda: self.v
h = Holder()
h = None
print("self-referring lambda: not yet")
gc.collect()
print("end")
