import inspect
def f(a, /, b: int = 1, *args, c, d="x", **kw) -> str:
    """Doc of f.

        indented
    """
    return a
sig = inspect.signature(f)
print(sig, list(sig.parameters), sig.parameters["b"].kind.name, sig.parameters["b"].default, sig.return_annotation, sig.parameters["c"].default is inspect.Parameter.empty)
b = sig.bind(1, 2, 3, c=4, z=5); b.apply_defaults(); print(b.arguments, b.args, b.kwargs)
for g in (lambda: sig.bind(), lambda: sig.bind(1), lambda: sig.bind(1, c=1, a=2), lambda: inspect.signature(5)):
    try:
        print(g())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
print(sig.replace(parameters=list(sig.parameters.values())[:2]), inspect.getdoc(f), inspect.isfunction(f), inspect.isbuiltin(len), inspect.isclass(int), inspect.ismethod([].append), inspect.isgeneratorfunction(lambda: (yield)), inspect.getfullargspec(f))
class A:
    x = 1
    def m(self, q): pass
    @classmethod
    def c(cls, r): pass
    @staticmethod
    def s(t): pass
class B(A):
    def __init__(self, k): pass
print(inspect.signature(A().m), inspect.signature(A.m), inspect.signature(A.c), inspect.signature(A.s), inspect.signature(B), inspect.getmro(B), [n for n, _ in inspect.getmembers(A) if not n.startswith("_")], inspect.signature(len), inspect.signature(sorted))
print([i.function for i in inspect.stack()], inspect.currentframe().f_code.co_name, inspect.unwrap(f) is f, inspect.isabstract(A), inspect.getattr_static(A, "x"), inspect.getmodule(f).__name__, inspect.getsource(A.m).strip(), inspect.getsourcelines(f)[1])
def outer():
    v = 1
    def inner(): return v, len, undefined_name
    return inner
print(inspect.getclosurevars(outer()).nonlocals, sorted(inspect.getclosurevars(outer()).unbound))

# output:
# (a, /, b: int = 1, *args, c, d='x', **kw) -> str ['a', 'b', 'args', 'c', 'd', 'kw'] POSITIONAL_OR_KEYWORD 1 <class 'str'> True
# {'a': 1, 'b': 2, 'args': (3,), 'c': 4, 'd': 'x', 'kw': {'z': 5}} (1, 2, 3) {'c': 4, 'd': 'x', 'z': 5}
# TypeError missing a required argument: 'a'
# TypeError missing a required argument: 'c'
# <BoundArguments (a=1, c=1, kw={'a': 2})>
# TypeError 5 is not a callable object
# (a, /, b: int = 1) -> str Doc of f.
#
# indented True True True False True FullArgSpec(args=['a', 'b'], varargs='args', varkw='kw', defaults=(1,), kwonlyargs=['c', 'd'], kwonlydefaults={'d': 'x'}, annotations={'return': <class 'str'>, 'b': <class 'int'>})
# (q) (self, q) (r) (t) (k) (<class '__main__.B'>, <class '__main__.A'>, <class 'object'>) ['c', 'm', 's', 'x'] (obj, /) (iterable, /, *, key=None, reverse=False)
# ['<module>'] <module> True False 1 __main__ def m(self, q): pass 2
# {'v': 1} ['undefined_name']
