def first[T](xs: list[T]) -> T:
    return xs[0]
print(first([1, 2]), first.__type_params__, first.__annotations__["return"])
T, = first.__type_params__
print(T.__name__, T.__bound__, T.__constraints__, type(T).__name__)
def f[A: int, B: (str, bytes), *Ts, **P](): return A, B, Ts, P
print([repr(p) for p in f.__type_params__])
A, B, Ts, P = f()
print(A.__bound__, B.__constraints__, type(Ts).__name__, type(P).__name__, P.args)
def lazy[T: undefined](x): return x
print(lazy(1))
try:
    lazy.__type_params__[0].__bound__
except NameError as e:
    print(e)

# output:
# 1 (T,) T
# T None () TypeVar
# ['A', 'B', 'Ts', 'P']
# <class 'int'> (<class 'str'>, <class 'bytes'>) TypeVarTuple ParamSpec P.args
# 1
# name 'undefined' is not defined
