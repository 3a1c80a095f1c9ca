"""Which methods a pattern calls, how often, and what it never calls."""
from collections.abc import Mapping, Sequence

log = []


class Seq(Sequence):
    def __init__(self, *xs): self.xs = xs
    def __len__(self): log.append("len"); return len(self.xs)
    def __getitem__(self, i):
        log.append(f"[{i}]")
        return self.xs[i]


class Map(Mapping):
    def __init__(self, **d): self.d = d
    def __len__(self): log.append("len"); return len(self.d)
    def __iter__(self): log.append("iter"); return iter(self.d)
    def __getitem__(self, k): log.append(f"[{k}]"); return self.d[k]
    def get(self, k, default=None): log.append(f"get {k}"); return self.d.get(k, default)
    def keys(self): log.append("keys"); return self.d.keys()


class Obj:
    __match_args__ = ("first", "second")
    def __getattribute__(self, name):
        if not name.startswith("__"):
            log.append(f".{name}")
        return object.__getattribute__(self, name)
    def __init__(self, **kw): self.__dict__.update(kw)


class Meta(type):
    def __instancecheck__(cls, o):
        log.append(f"isinstance {type(o).__name__}")
        return o == 5


class Five(metaclass=Meta):
    pass


class Eq:
    def __eq__(self, o): log.append(f"eq {o!r}"); return o == "last"


def show(label, f):
    log.clear()
    print(f"{label:16} {f()!r:24} {' '.join(log)}")


def seq(x):
    match x:
        case []: return "empty"
        case [a]: return "one"
        case [1, b, c]: return b
        case [_, _, _]: return "three"
        case [first, *_, last]: return first, last


def mapping(x):
    match x:
        case {"a": 1, "b": b}: return b
        case {"a": a}: return a
        case {"z": _}: return "z"
        case {**rest}: return rest


def obj(x):
    match x:
        case Obj(1, 2): return "one two"
        case Obj(1, third=3): return "one three"
        case Obj(second=s): return s
        case Five(): return "five"


def values(x):
    match x:
        case 1 | "a" | None: return "literal"
        case "last": return "last"
        case _: return "other"


show("seq empty", lambda: seq(Seq()))
show("seq three", lambda: seq(Seq(9, 8, 7)))
show("seq match", lambda: seq(Seq(1, 2, 3)))
show("seq star", lambda: seq(Seq(1, 2, 3, 4)))
show("seq str", lambda: seq("abc"))
show("map ab", lambda: mapping(Map(a=1, b=2)))
show("map a", lambda: mapping(Map(a=5)))
show("map z", lambda: mapping(Map(z=1)))
show("map rest", lambda: mapping(Map(q=1)))
show("obj all", lambda: obj(Obj(first=1, second=2)))
show("obj third", lambda: obj(Obj(first=1, second=9, third=3)))
show("obj second", lambda: obj(Obj(first=0, second=9)))
show("obj missing", lambda: obj(Obj()))
show("five", lambda: obj(5))
show("six", lambda: obj(6))
show("values", lambda: values(Eq()))
show("values none", lambda: values(None))


class Registered:
    def __len__(self): return 2
    def __getitem__(self, i): return [10, 20][i]


show("unregistered", lambda: seq(Registered()))
Sequence.register(Registered)
show("registered", lambda: seq(Registered()))


class Both(Seq, Mapping):
    pass


class BadLen(Seq):
    def __len__(self): return -1


class Raises(Seq):
    def __len__(self): raise OSError("len failed")


for cls in (BadLen, Raises):
    try:
        seq(cls())
    except Exception as e:
        print(type(e).__name__, e)
class AttrRaises:
    @property
    def second(self): raise ValueError("property failed")
AttrRaises.__class__
class Prop(Obj):
    @property
    def second(self): raise ValueError("property failed")
try:
    obj(Prop(first=3))
except ValueError as e:
    print(e)
