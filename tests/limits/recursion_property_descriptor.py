def attempt(name, f):
    try:
        f()
        print(name, "ended")
    except RecursionError:
        print(name, "RecursionError")
class P:
    @property
    def p(self): return self.p
    @p.setter
    def p(self, v): self.p = v
    def __getattribute__(self, n): return object.__getattribute__(self, n)
class G:
    def __getattribute__(self, n): return self.anything
class D:
    def __get__(self, o, t): return o.d
class H:
    d = D()
class M(type):
    def __call__(cls): return cls()
class N(metaclass=M): pass
class I:
    def __init__(self): I()
class W:
    def __new__(cls): return cls()
class S:
    def __init_subclass__(cls):
        class T(cls): pass
attempt("property", lambda: P().p)
attempt("setter", lambda: setattr(P(), "p", 1))
attempt("getattribute", lambda: G().x)
attempt("descriptor", lambda: H().d)
attempt("metaclass call", lambda: N())
attempt("init", I)
attempt("new", W)
def sub():
    class U(S): pass
attempt("init_subclass", sub)
def gen():
    yield from gen()
attempt("yield from", lambda: next(gen()))
import functools
rec = functools.partial(lambda: rec())
attempt("partial", lambda: rec())
@functools.lru_cache
def cached(n): return cached(n + 1)
attempt("lru_cache", lambda: cached(0))
def mapped(): return list(map(lambda x: mapped(), [1]))
attempt("map", mapped)
def sorter(): return sorted([1, 2], key=lambda x: sorter())
attempt("sort key", sorter)
def comp(): return [comp() for _ in range(1)]
attempt("comprehension", comp)
def ex(): exec("ex()", globals())
attempt("exec", ex)

# output:
# property RecursionError
# setter RecursionError
# getattribute RecursionError
# descriptor RecursionError
# metaclass call RecursionError
# init RecursionError
# new RecursionError
# init_subclass RecursionError
# yield from RecursionError
# partial RecursionError
# lru_cache RecursionError
# map RecursionError
# sort key RecursionError
# comprehension RecursionError
# exec RecursionError
