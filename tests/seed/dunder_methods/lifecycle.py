"""From __new__ to __del__, with everything a class can get between."""
import copy
import pickle


class Tracked:
    def __new__(cls, *args, **kw):
        print("new", cls.__name__, args, kw)
        self = super().__new__(cls)
        self.born = True
        return self

    def __init__(self, name="anon", *, n=0):
        print("init", name, n)
        self.name, self.n = name, n

    def __del__(self):
        print("del", self.name)

    def __copy__(self):
        print("copy")
        return type(self)(self.name + "-copy")

    def __deepcopy__(self, memo):
        print("deepcopy", len(memo))
        return type(self)(self.name + "-deep")

    def __reduce__(self):
        print("reduce")
        return (type(self), (self.name,), {"n": self.n})

    def __setstate__(self, state):
        print("setstate", state)
        self.__dict__.update(state)


t = Tracked("one", n=1)
c = copy.copy(t)
d = copy.deepcopy([t, t])
print(d[0] is d[1], d[0].name)
p = pickle.loads(pickle.dumps(t))
print(p.name, p.n)
t = None
print("t dropped")
c = d = None
print("copies dropped")
del p


class Singleton:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __init__(self):
        self.inits = getattr(self, "inits", 0) + 1


print(Singleton() is Singleton(), Singleton().inits)


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


s = pickle.loads(pickle.dumps(Slotted([1])))
print(s.a, hasattr(s, "b"), copy.copy(s).a is s.a, copy.deepcopy(s).a is s.a, Slotted(1).__reduce_ex__(2)[2])


class GetState:
    def __init__(self):
        self.keep, self.drop = 1, lambda: 0

    def __getstate__(self):
        return {"keep": self.keep}


g = pickle.loads(pickle.dumps(GetState()))
print(g.__dict__)


class NewArgs(tuple):
    def __new__(cls, a, b):
        return super().__new__(cls, (a, b))

    def __getnewargs__(self):
        return tuple(self)


print(pickle.loads(pickle.dumps(NewArgs(1, 2))), type(copy.copy(NewArgs(3, 4))).__name__)


class NotCopied:
    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle me ({protocol > 1})")


for f in (lambda: copy.copy(NotCopied()), lambda: pickle.dumps(NotCopied()), lambda: pickle.dumps(lambda: 0), lambda: copy.copy(x for x in [])):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0].split(" <function")[0])
cyc = [1]
cyc.append(cyc)
dup = copy.deepcopy(cyc)
print(dup[1] is dup, dup is not cyc, pickle.loads(pickle.dumps(cyc))[1][1][0])
