"""Containers that change while they ask their items something."""
import collections
def attempt(name, f):
    try:
        r = f(); print(name, "ok", r if isinstance(r, (int, bool, str, type(None))) else type(r).__name__)
    except BaseException as e: print(name, type(e).__name__, str(e)[:80])
class Evil:
    def __init__(self, action): self.action = action
    def __eq__(self, o): self.action(); return False
    def __hash__(self): return 1
    def __lt__(self, o): self.action(); return True
# list
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list eq", lambda: l == [1] * 10)
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list index", lambda: l.index(3))
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list count", lambda: l.count(3))
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list remove", lambda: l.remove(3))
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list in", lambda: 3 in l)
l = [Evil(lambda: l.append(1)) for i in range(10)]
attempt("list sort", lambda: l.sort())
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list sort2", lambda: l.sort())
attempt("list lt", lambda: [Evil(lambda: 0)] < [2])
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("list lt2", lambda: l < [1] * 10)
l = [Evil(lambda: l.clear()) for i in range(10)]
attempt("min", lambda: min(l))
t = tuple(Evil(lambda: 0) for i in range(3))
attempt("tuple", lambda: t == (1, 2, 3))
# dict
d = {}
e = Evil(lambda: d.clear())
for i in range(20): d[i] = i
d[e] = 1
attempt("dict get", lambda: d.get(Evil(lambda: d.clear())))
d = {Evil(lambda: 0): i for i in range(5)}
attempt("dict set", lambda: d.__setitem__(Evil(lambda: d.clear()), 1))
d = {Evil(lambda: d.clear()): i for i in range(5)}
attempt("dict eq", lambda: d == {Evil(lambda: 0): i for i in range(5)})
d = {1: Evil(lambda: d.clear()), 2: 3}
attempt("dict eq2", lambda: d == {1: 4, 2: 3})
d = {Evil(lambda: 0): 1}
attempt("dict update", lambda: d.update({Evil(lambda: d.clear()): 1}))
d = {Evil(lambda: 0): 1}
d = {Evil(lambda: 0): 1}
attempt("dict setdefault", lambda: d.setdefault(Evil(lambda: d.clear()), 1))
d = {Evil(lambda: 0): 1}
d = dict.fromkeys(range(10))
def it():
    for k in d: d[k + 100] = 1
attempt("dict iter", it)
def it():
    for k in d: del d[k]
attempt("dict iter del", it)
def it():
    for k, v in d.items(): d.clear(); d.update({i: i for i in range(3)})
attempt("dict items", it)
attempt("dict update self", lambda: d.update(d))
# set
s = {Evil(lambda: s.clear()) for i in range(5)} if 0 else set()
s.add(Evil(lambda: s.clear()))
attempt("set add", lambda: s.add(Evil(lambda: s.clear())))
s = set(); s.add(Evil(lambda: s.clear()))
attempt("set in", lambda: Evil(lambda: s.clear()) in s)
s = set(); s.add(Evil(lambda: s.clear()))
attempt("set discard", lambda: s.discard(Evil(lambda: s.clear())))
a = set(); a.add(Evil(lambda: a.clear())); b = set(); b.add(Evil(lambda: (a.clear(), b.clear())))
for op in ("__and__", "__or__", "__sub__", "__xor__", "__eq__", "__le__", "__lt__", "isdisjoint", "symmetric_difference_update", "difference_update", "intersection_update", "update", "issubset"):
    a = set(range(3)); a.add(Evil(lambda: (a.clear(), b.clear()))); b = set(range(2, 5)); b.add(Evil(lambda: (a.clear(), b.clear())))
    attempt("set " + op, lambda: getattr(a, op)(b))
s = set(range(10))
def it():
    for k in s: s.add(k + 100)
attempt("set iter", it)
def it():
    for k in s: s.discard(k)
attempt("set iter del", it)
# deque
D = collections.deque
q = D(Evil(lambda: q.clear()) for i in range(10))
attempt("deque eq", lambda: q == D([1] * 10))
q = D(Evil(lambda: q.clear()) for i in range(10))
attempt("deque in", lambda: 3 in q)
q = D(Evil(lambda: q.clear()) for i in range(10))
attempt("deque index", lambda: q.index(3))
q = D(Evil(lambda: q.clear()) for i in range(10))
attempt("deque count", lambda: q.count(3))
q = D(Evil(lambda: q.clear()) for i in range(10))
q = D(range(10))
def it():
    for k in q: q.append(k)
attempt("deque iter", it)
q = D(range(10))
attempt("deque extend self", lambda: q.extend(q))
def it():
    for k in q: q.rotate(1)
attempt("deque rotate", it)
# odict
O = collections.OrderedDict
o = O.fromkeys(range(5))
def it():
    for k in o: o.pop(k)
def it():
    for k in o: o.move_to_end(k)
class K:
    def __hash__(self): o.clear(); return 1
o = O.fromkeys(range(5))
attempt("odict hash", lambda: o.__setitem__(K(), 1))
c = collections.Counter()
class It:
    def __iter__(self): return self
    def __next__(self): l.clear(); raise StopIteration
l = [1, 2, 3]
attempt("extend", lambda: l.extend(It()))
def s(): l[0:2] = It()
attempt("slice assign", s)
class Ix:
    def __init__(self, f): self.f = f
    def __index__(self): self.f(); return 2
l = [1, 2, 3]
attempt("index clear", lambda: l[Ix(l.clear)])
l = [1, 2, 3]
attempt("insert", lambda: l.insert(Ix(l.clear), 5))
l = [1, 2, 3]
attempt("pop", lambda: l.pop(Ix(l.clear)))
l = [1, 2, 3]
def s(): l[Ix(l.clear)] = 1
attempt("set", s)
l = [1, 2, 3]
def s(): del l[Ix(l.clear)]
attempt("del", s)
l = list(range(10))
attempt("slice", lambda: l[:Ix(l.clear)])
ba = bytearray(10)
def s(): ba[Ix(ba.clear)] = 1
attempt("bytearray", s)
ba = bytearray(10)
def s(): ba[0] = Ix(ba.clear)
attempt("bytearray2", s)
ba = bytearray(10)
attempt("bytearray3", lambda: ba.append(Ix(ba.clear)))
ba = bytearray(10); mv = memoryview(ba)
attempt("bytearray export", lambda: ba.clear())
def s(): mv[Ix(mv.release)] = 1
attempt("memoryview", s)
mv = memoryview(ba)
def s(): mv[0] = Ix(mv.release)
attempt("memoryview2", s)
class St(str):
    def __eq__(self, o): raise ZeroDivisionError
    __hash__ = str.__hash__
attempt("str key", lambda: {"a": 1}[St("a")])
import functools
l = [3, 2, 1]
attempt("key clear", lambda: l.sort(key=lambda x: l.clear() or x))
print(l)
attempt("map clear", lambda: list(map(lambda x: l.clear(), l)))
class Bad:
    def __len__(self): return 2**62
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i
    def __length_hint__(self): return 2**62
    def __iter__(self): return iter([1])
attempt("len hint", lambda: len(list(Bad())))
attempt("reversed", lambda: next(reversed(Bad())))
attempt("join", lambda: " ".join(Bad()))
class NegLen:
    def __len__(self): return -1
attempt("neg", lambda: len(NegLen()))
attempt("neg2", lambda: bool(NegLen()))
class LH:
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self): return -1
attempt("hint", lambda: list(LH()))
