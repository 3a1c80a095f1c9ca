"""Defaults are evaluated once, at definition; every way that this shows, and the cures."""


def bad(item, bucket=[]):
    bucket.append(item)
    return bucket


def add_item(item, bucket=None):
    if bucket is None:
        bucket = []
    bucket.append(item)
    return bucket


print(bad(1), bad(2), bad(3, ["own"]), bad(4), bad.__defaults__)
print(add_item(1), add_item(2), add_item(3, ["own"]), add_item.__defaults__)
bad.__defaults__[0].clear()
print(bad("after clear"))
bad.__defaults__ = ([],)
print(bad("fresh default"), bad("and shared again"))
log = []


def when(tag):
    log.append(tag)
    return tag


def f(a=when("a"), /, b=when("b"), *, c=when("c"), d: when("annotation") = when("d")): return a, b, c, d


print(log, f(), log)
makers = []
for i in range(3):
    def make(x=[], i=i):
        x.append(i)
        return x
    makers.append(make)
print([m() for m in makers], [m() for m in makers], makers[0].__defaults__[0] is makers[1].__defaults__[0])


def outer():
    def inner(acc=[]):
        acc.append(len(acc))
        return acc
    return inner


p, q = outer(), outer()
print(p(), p(), q())


class C:
    def method(self, cache={}):
        cache[len(cache)] = type(self).__name__
        return cache
    items = []
    def add(self, x): self.items.append(x)
    def replace(self, x): self.items = [x]


class D(C):
    pass


print(C().method(), D().method(), C.method.__defaults__)
a, b = C(), C()
a.add(1); b.add(2)
print(C.items, a.items is b.items)
a.replace(3)
print(a.items, b.items, C.items)
D.items = []
D().add(9)
print(C.items, D.items)
_missing = object()


def sentinel(x=_missing):
    return "nothing given" if x is _missing else x


print(sentinel(), sentinel(None))


def memo(n, _cache={0: 0, 1: 1}):
    """The same mechanism on purpose."""
    if n not in _cache:
        _cache[n] = memo(n - 1) + memo(n - 2)
    return _cache[n]


print(memo(50), len(memo.__defaults__[0]))
l = lambda x, acc=[]: acc.append(x) or acc
print(l(1), l(2))


def kw(*, opts={}, **rest):
    opts.update(rest)
    rest["seen"] = True
    return opts


print(kw(a=1), kw(b=2), kw.__kwdefaults__)


def star(*args, **kwargs):
    kwargs["n"] = len(args)
    return kwargs


given = {"k": 1}
print(star(1, **given), given)


def tuple_default(t=(1, [2])):
    t[1].append(3)
    return t


print(tuple_default(), tuple_default())
limit = 10


def late(x=limit): return x, limit


limit = 20
print(late())


def depends(a, b=None):
    b = a if b is None else b
    return a, b


print(depends(1), depends(1, 0))
import copy, functools


def fresh_defaults(fn):
    """A decorator that copies the defaults at every call."""
    saved = copy.deepcopy(fn.__defaults__)
    @functools.wraps(fn)
    def inner(*a, **k):
        fn.__defaults__ = copy.deepcopy(saved)
        return fn(*a, **k)
    return inner


cured = fresh_defaults(lambda x, acc=[]: acc.append(x) or acc)
print(cured(1), cured(2))
import inspect
print(inspect.signature(bad).parameters["bucket"].default is bad.__defaults__[0], inspect.signature(f))
try:
    exec("def broken(a=1, b): pass")
except SyntaxError as e:
    print(e.msg)
try:
    def order(x=y_not_defined): ...
except NameError as e:
    print(e)
gen = (lambda xs=[]: (xs.append(1), len(xs))[1])
print([gen() for _ in range(3)])
async def co(acc=[]):
    acc.append(1)
    return len(acc)
for _ in range(2):
    try:
        co().send(None)
    except StopIteration as e:
        print(e.value)
