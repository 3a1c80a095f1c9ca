"""Defaults that are meant to be shared: counters, caches, binding early, and their limits."""
import itertools


def ticket(_numbers=itertools.count(1)):
    return next(_numbers)


print([ticket() for _ in range(3)])


def primes_up_to(n, _known=[2, 3]):
    k = _known[-1]
    while k < n:
        k += 2
        if all(k % p for p in _known if p * p <= k):
            _known.append(k)
    return [p for p in _known if p <= n]


print(primes_up_to(20), len(primes_up_to.__defaults__[0]), primes_up_to(10), primes_up_to(50)[-1])


def fast_len(xs, _len=len):
    return _len(xs)


len_backup, len = len, lambda x: -1
print(fast_len([1, 2]), len([1, 2]))
len = len_backup


def subscribe(name, handler=None, *, _handlers={}):
    if handler is None:
        return [h() for h in _handlers.get(name, [])]
    _handlers.setdefault(name, []).append(handler)
    return handler


@lambda f: subscribe("start", f)
def hello(): return "hello"


subscribe("start", lambda: "again")
print(subscribe("start"), subscribe("stop"), hello())
callbacks = {name: (lambda n=name: f"callback {n}") for name in ("a", "b")}
print([c() for c in callbacks.values()], callbacks["a"]("overridden by a caller"))


class Undefined:
    _it = None
    def __new__(cls):
        cls._it = cls._it or super().__new__(cls)
        return cls._it
    def __bool__(self): return False
    def __repr__(self): return "Undefined"


U = Undefined()


def get(d, k, default=U):
    v = d.get(k, default)
    if v is U:
        raise KeyError(k)
    return v


print(get({"a": None}, "a"), get({}, "b", None))
try:
    get({}, "c")
except KeyError as e:
    print("KeyError", e)


def history(x=None, /, *, _log=[], clear=False):
    if clear:
        _log.clear()
    elif x is not None:
        _log.append(x)
    return _log[:]


print(history(1), history(2), history(), history(clear=True), history())
a, b = (lambda acc=[]: acc), (lambda acc=[]: acc)
a().append("a's own")
print(a(), b(), a.__defaults__ == b.__defaults__)


def factory():
    def inner(x, seen=set()):
        if x in seen:
            return False
        seen.add(x)
        return True
    return inner


f, g = factory(), factory()
print(f(1), f(1), g(1), f.__defaults__[0] is not g.__defaults__[0])
import copy
import types
h = types.FunctionType(f.__code__, f.__globals__, "h", copy.deepcopy(f.__defaults__), f.__closure__)
print(h(1), h(2), f(2), h.__defaults__[0] == {1, 2})
d = copy.copy(f)
print(d is f)


class Registry:
    def add(self, item, _all=[]):
        _all.append((type(self).__name__, item))
        return len(_all)
class Other(Registry): pass


print(Registry().add(1), Other().add(2), Registry.add.__defaults__)


def gen(n, out=[]):
    for i in range(n):
        out.append(i)
        yield len(out)


print(list(gen(2)), list(gen(2)), gen.__defaults__)


def recursive(n, path=()):
    return path if n == 0 else recursive(n - 1, path + (n,))


def recursive_shared(n, path=[]):
    path.append(n)
    return path if n == 0 else recursive_shared(n - 1)


print(recursive(3), recursive(2), recursive_shared(3), recursive_shared(1))
