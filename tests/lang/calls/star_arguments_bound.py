def f(*a, **k): return a, k
def g(x, *a, y=1, **k): return x, a, y, k
def h(a, b=2, *, c=3, d): return a, b, c, d
def p(a, /, b, **k): return a, b, k
class D(dict): pass
class M:
    def __init__(s, d): s.d = d
    def keys(s): return s.d.keys()
    def __getitem__(s, k): return s.d[k]
class S(str): pass
class H(str):
    def __hash__(s): print('hash'); return str.__hash__(s)
    def __eq__(s, o): return str.__eq__(s, o)
def show(fn):
    try: print(fn())
    except Exception as e: print(type(e).__name__, e)
kw = {'p': 1, 'q': 2}
show(lambda: f(**kw)); show(lambda: f(1, *(2, 3), **kw)); show(lambda: f(*[1], **D(kw))); show(lambda: f(**M(kw)))
r = f(**kw)[1]; print(r is kw, r == kw); r['z'] = 1; print(kw)
show(lambda: g(1, **kw)); show(lambda: g(**{'x': 1, 'y': 3, 'z': 4})); show(lambda: g(1, **{'x': 2})); show(lambda: g(*(1, 2, 3), **{'y': 5}))
show(lambda: h(1, d=4)); show(lambda: h(1, **{'d': 4, 'c': 9})); show(lambda: h(1)); show(lambda: h()); show(lambda: h(1, 2, 3, d=1)); show(lambda: h(d=1, **{'a': 1}))
show(lambda: h(1, e=3, d=1)); show(lambda: h(1, b=3, c=1))
show(lambda: p(1, 2, a=3)); show(lambda: p(a=1, b=2)); show(lambda: p(1, **{'b': 2, 'a': 5}))
show(lambda: f(**5)); show(lambda: f(*5)); show(lambda: f(*5, **5)); show(lambda: f(**{1: 2})); show(lambda: f(**{'a': 1, 2: 2}))
show(lambda: f(**kw, **kw)); show(lambda: f(p=1, **kw)); show(lambda: f(**kw, p=2))
show(lambda: f(**{S('s'): 1})); show(lambda: f(**{H('s'): 1, 't': 2})); show(lambda: g(1, **{S('y'): 7})); show(lambda: g(1, **{''.join(['y']): 8}))
show(lambda: dict(**kw)); show(lambda: dict(*([(1, 2)],), **kw)); show(lambda: print(*(1, 2), **{'sep': '-'}))
class C:
    def __init__(self, *a, **k): self.v = (a, k)
    def m(self, *a, **k): return a, k
    @classmethod
    def c(cls, *a, **k): return cls.__name__, a, k
    def __call__(self, *a, **k): return 'call', a, k
show(lambda: C(1, 2, x=3).v); show(lambda: C(*(1,), **kw).v); c = C()
show(lambda: c.m(1, **kw)); show(lambda: C.c(*(), **kw)); show(lambda: c(3, **kw)); show(lambda: c(*(1,)))
def clearing(d, *a, **k): d.clear(); return d, a, k
show(lambda: clearing({}, **kw)); d = dict(kw); show(lambda: clearing(d, **d)); print(d)
class K:
    def __init__(self, **k): d2.clear(); self.k = k
d2 = {''.join(['u', 'v']): [1], ''.join(['w', 'x']): [2]}
show(lambda: K(**d2).k)
d2 = {''.join(['u', 'v']): [1], ''.join(['w', 'x']): [2]}
class Meta(type):
    def __call__(cls, **k): d2.clear(); return k
class KK(metaclass=Meta): pass
show(lambda: KK(**d2))
def gen(*a, **k):
    yield a
    yield k
    yield f(*a, **k)
show(lambda: list(gen(1, 2, **kw)))
big = {f'k{i}': i for i in range(300)}
show(lambda: f(**big)[1] == big); show(lambda: f(*range(300), **big)[0] == tuple(range(300)))
def deco(fn):
    fn.attr = 1
    return fn
@deco
def attr(a, b=2): return a + b
print(attr(1), attr(1, 3), attr(b=5, a=1), [attr(i) for i in range(3)], attr.attr)
class P:
    @deco
    def __getitem__(self, k): return k
    @deco
    def __enter__(self): return 1
    @deco
    def __exit__(self, *e): return False
    @deco
    def __init__(self): self.x = 3
    @property
    @deco
    def prop(self): return self.x
print(P()[3], P().prop)
with P() as q: print(q)
@deco
def agen(a):
    yield a
print(list(agen(3)))
show(lambda: attr()); show(lambda: attr(1, 2, 3))
def many(a, b, c, d, e, f, g, h, i, j, k=1, *, l=2, m=3, **n): return a, j, k, l, m, n
show(lambda: many(*range(10))); show(lambda: many(*range(3), **dict(zip('defghij', range(7))))); show(lambda: many(*range(11), m=5, z=1)); show(lambda: many(*range(12)))
show(lambda: many(*range(8)))
def rec(n, *a, **k): return n and rec(n - 1, *a, **k)
show(lambda: rec(5000, 1, 2, x=1)); show(lambda: rec(500, 1, 2, x=1))
def vm(message, *args, verbosity=1): return message, args, verbosity
print(vm('a', 2), vm('a', 2, 3, verbosity=5), vm('a'))
