"""Special methods that call themselves without end."""
import functools
def attempt(name, f):
    try:
        f()
        print(name, "no error")
    except RecursionError as error:
        print(name, "RecursionError")
    except Exception as error:
        print(name, type(error).__name__, str(error)[:60])

def plain(): return plain()
attempt("plain", plain)
def mutual(): return other()
def other(): return mutual()
attempt("mutual", mutual)
class A:
    def __getattr__(self, name): return getattr(self, name)
attempt("getattr", lambda: A().x)
class B:
    def __getattribute__(self, name): return self.x
attempt("getattribute", lambda: B().x)
class C:
    def __eq__(self, other): return self == other
attempt("eq", lambda: C() == C())
class D:
    def __repr__(self): return repr(self)
    __str__ = __repr__
attempt("repr", lambda: repr(D()))
attempt("str", lambda: str(D()))
attempt("format", lambda: f"{D()}")
class E_:
    def __hash__(self): return hash(self)
attempt("hash", lambda: hash(E_()))
attempt("hash in dict", lambda: {E_(): 1})
class F:
    def __iter__(self): return iter(self)
attempt("iter", lambda: iter(F()))
attempt("list", lambda: list(F()))
class G:
    @property
    def x(self): return self.x
attempt("property", lambda: G().x)
class H:
    def __call__(self): return self()
attempt("call", lambda: H()())
class I:
    def __len__(self): return len(self)
attempt("len", lambda: len(I()))
class J:
    def __bool__(self): return bool(self)
attempt("bool", lambda: bool(J()))
class K:
    def __getitem__(self, i): return self[i]
attempt("getitem", lambda: K()[0])
class L:
    def __setitem__(self, i, v): self[i] = v
def f(): L()[0] = 1
attempt("setitem", f)
class M:
    def __add__(self, o): return self + o
    def __iadd__(self, o): self += o; return self
    def __neg__(self): return -self
attempt("add", lambda: M() + 1)
attempt("neg", lambda: -M())
def f():
    m = M(); m += 1
attempt("iadd", f)
class N:
    def __contains__(self, x): return x in self
attempt("contains", lambda: 1 in N())
class O:
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
def f():
    with O(): pass
attempt("with", f)
class P:
    def __new__(cls): return cls()
attempt("new", P)
class Q:
    def __init__(self): Q()
attempt("init", Q)
class R:
    def __setattr__(self, n, v): setattr(self, n, v)
def f(): R().x = 1
attempt("setattr", f)
class S:
    def __delattr__(self, n): delattr(self, n)
def f(): del S().x
attempt("delattr", f)
class T:
    def __index__(self): return int.__index__(self.x) if 0 else [1][self]
attempt("index", lambda: [1][T()])
class U:
    def __get__(self, i, o): return i.d
class V:
    d = U()
attempt("descriptor", lambda: V().d)
class W:
    def __lt__(self, o): return sorted([self, o])
attempt("lt", lambda: W() < W())
p = functools.partial(lambda f: f(f))
def loop(g): return functools.partial(loop, g)()
attempt("partial", lambda: loop(1))
part = lambda: None
def rec(): return functools.partial(rec)()
attempt("partial2", rec)
key = functools.cmp_to_key(lambda a, b: -1 if key(a) < key(b) else 1)
attempt("cmp_to_key", lambda: key(1) < key(2))
def g():
    yield from g()
attempt("yield from", lambda: list(g()))
def g2():
    for x in g2(): yield x
attempt("generator", lambda: list(g2()))
attempt("map", lambda: list(map(rec_map, [1])))
def rec_map(x): return list(map(rec_map, [1]))
attempt("map", lambda: list(map(rec_map, [1])))
def srt(x): return sorted([1, 2], key=srt)
attempt("sorted key", lambda: srt(1))
def mx(x): return max([1, 2], key=mx)
attempt("max key", lambda: mx(1))
class X:
    def __format__(self, spec): return format(self, spec)
attempt("__format__", lambda: format(X(), ""))
class Y:
    def __instancecheck__(self, x): return isinstance(x, self)
attempt("isinstance", lambda: isinstance(1, Y()))
class Meta(type):
    def __call__(cls): return cls()
class Z(metaclass=Meta): pass
attempt("meta call", Z)
class Me2(type):
    def __getattr__(cls, n): return getattr(cls, n)
class Z2(metaclass=Me2): pass
attempt("meta getattr", lambda: Z2.foo)
class Dd(dict):
    def __missing__(self, k): return self[k]
attempt("missing", lambda: Dd()[1])
def ev(): return eval("ev()")
attempt("eval", ev)
def ex(): exec("ex()")
attempt("exec", ex)
class Del:
    def __del__(self): Del()
class Sub:
    def __subclasscheck__(self, c): return issubclass(c, self)
attempt("issubclass", lambda: issubclass(int, Sub()))
class Rev:
    def __reversed__(self): return reversed(self)
attempt("reversed", lambda: reversed(Rev()))
class Nx:
    def __iter__(self): return self
    def __next__(self): return next(self)
attempt("next", lambda: next(Nx()))
class Rd:
    def __round__(self): return round(self)
attempt("round", lambda: round(Rd()))
class By:
    def __bytes__(self): return bytes(self)
attempt("bytes", lambda: bytes(By()))
class Co:
    def __complex__(self): return complex(self)
    def __float__(self): return float(self)
    def __int__(self): return int(self)
attempt("complex", lambda: complex(Co()))
attempt("float", lambda: float(Co()))
attempt("int", lambda: int(Co()))
