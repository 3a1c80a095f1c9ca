"""A checker for the trap: it reads defaults, watches them change, and rewrites functions to be safe."""
import copy
import functools
import inspect

MUTABLE = (list, dict, set, bytearray)


def suspicious(fn):
    sig = inspect.signature(fn)
    return [name for name, p in sig.parameters.items() if isinstance(p.default, MUTABLE)]


def guard(fn):
    """Complains when a call changes a default."""
    before = copy.deepcopy((fn.__defaults__, fn.__kwdefaults__))

    @functools.wraps(fn)
    def inner(*a, **k):
        result = fn(*a, **k)
        if (fn.__defaults__, fn.__kwdefaults__) != before:
            raise RuntimeError(f"{fn.__name__} changed its default: {before[0]} -> {fn.__defaults__}")
        return result
    return inner


def fresh(fn):
    """Evaluates the defaults at each call, as other languages do."""
    names = fn.__code__.co_varnames[:fn.__code__.co_argcount]
    defaults = dict(zip(names[len(names) - len(fn.__defaults__ or ()):], fn.__defaults__ or ()))
    kwdefaults = fn.__kwdefaults__ or {}

    @functools.wraps(fn)
    def inner(*a, **k):
        bound = inspect.signature(fn).bind(*a, **k)
        for name, value in {**defaults, **kwdefaults}.items():
            if name not in bound.arguments:
                bound.arguments[name] = copy.copy(value)
        return fn(*bound.args, **bound.kwargs)
    return inner


def one(a, b=[], *args, c={}, d=(), e=None, **kw):
    b.append(a)
    c[a] = d
    return b, c


print(suspicious(one), suspicious(print), suspicious(lambda x=set(), /, y=1: x), suspicious(guard))
g = guard(one)
try:
    g(1)
except RuntimeError as err:
    print(err)
one.__defaults__[0].clear(); one.__kwdefaults__["c"].clear()
print(g(2, [], c={}))


def two(a, b=[], *, c={}):
    b.append(a)
    c[a] = len(b)
    return b, c


safe = fresh(two)
print(safe(1), safe(2), safe(3, [0]), safe(4, c={"own": 1}), two.__defaults__, two.__kwdefaults__)
print(inspect.signature(safe), safe.__name__)


class Meta(type):
    def __new__(mcls, name, bases, ns):
        for key, fn in ns.items():
            if inspect.isfunction(fn) and (names := suspicious(fn)):
                raise TypeError(f"{name}.{key} has mutable defaults: {', '.join(names)}")
        return super().__new__(mcls, name, bases, ns)


class Fine(metaclass=Meta):
    def ok(self, x=()): return x


try:
    class NotFine(metaclass=Meta):
        def bad(self, x=[], *, y={}): ...
except TypeError as err:
    print(err)
import ast
source = """
def f(a, b=[], c={}, *, d=set(), e=None): pass
class C:
    def g(self, x=dict(a=1), y=[i for i in range(3)]): pass
h = lambda q=[]: q
async def k(z={1}): pass
"""
for node in ast.walk(ast.parse(source)):
    if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.AsyncFunctionDef)):
        a = node.args
        named = (a.posonlyargs + a.args)[-len(a.defaults):] if a.defaults else []
        for arg, default in [*zip(named, a.defaults), *((x, y) for x, y in zip(a.kwonlyargs, a.kw_defaults) if y)]:
            bad = isinstance(default, (ast.List, ast.Dict, ast.Set, ast.ListComp)) or (isinstance(default, ast.Call) and getattr(default.func, "id", "") in ("dict", "list", "set"))
            print(f"line {default.lineno}: {getattr(node, 'name', 'lambda')}({arg.arg}={ast.unparse(default)}) {'mutable' if bad else 'fine'}")
