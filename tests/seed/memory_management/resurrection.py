"""__del__ runs once: an object that comes back to life dies quietly the second time."""
import gc
import weakref

saved = []


class Phoenix:
    def __init__(self, name): self.name = name
    def __del__(self):
        print("  del", self.name)
        saved.append(self)


p = Phoenix("once")
w = weakref.ref(p, lambda r: print("  weakref callback"))
del p
print(len(saved), saved[0].name, w() is saved[0])
w2 = weakref.ref(saved[0], lambda r: print("  second weakref callback"))
saved.clear()
print("gone for good", w2())
print("resurrected from a cycle")
a, b = Phoenix("a"), Phoenix("b")
a.b, b.a = b, a
del a, b
gc.collect()
print(sorted(x.name for x in saved), saved[0].b.a is saved[0] if hasattr(saved[0], "b") else saved[0].a.b is saved[0])
saved.clear()
print("collect", gc.collect() >= 0)
print("a finalizer that breaks the cycle")


class Breaker:
    def __init__(self): self.me = self
    def __del__(self):
        print("  breaking")
        self.me = None


Breaker()
gc.collect()


class Reviver:
    """Puts a neighbour back, not itself."""
    def __init__(self, name): self.name, self.peer = name, None
    def __del__(self):
        print("  del", self.name)
        if self.peer is not None:
            saved.append(self.peer)


x, y = Reviver("x"), Reviver("y")
x.peer = y
del y
print("y kept by x")
del x
print("y saved", saved[0].name)
saved.clear()
print("slots and subclass of builtin")


class S(list):
    __slots__ = ("name",)
    def __del__(self): print("  del list", list(self))


s = S([1, 2])
s.append(s[0])
del s


class T(int):
    def __del__(self): print("  del int", int(self))


t = T(5)
u = t + 0
t = None
print("u", u)
print("del on the class, added later, and on the instance")


class Late:
    pass


l = Late()
Late.__del__ = lambda self: print("  late del")
l.__del__ = lambda: print("  never: looked up on the type")
del l
l = Late()
del Late.__del__
l = None
print("weakref.finalize")


class Obj:
    pass


o = Obj()
fin = weakref.finalize(o, print, "  finalizer", "args", sep="|")
print(fin.alive, fin.peek()[2])
del o
print(fin.alive, fin())
o = Obj()
fin = weakref.finalize(o, lambda: "called early")
print(fin(), fin.alive)
del o
o = Obj()
fin = weakref.finalize(o, print, "  never")
print(fin.detach() is not None, fin.alive)
del o
at_end = Obj()
weakref.finalize(at_end, print, "  at exit")
print("end of program")
