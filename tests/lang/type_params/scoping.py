T = "outer T"
def f[T](): return T
print(f().__name__, T)
class C[T]:
    x = T
    def m(self): return T
print(C.x is C().m())
def g[T](a=T): return a
print(g())
def attempt(code):
    try:
        exec(code, {})
        print("ok")
    except Exception as e:
        print(type(e).__name__, e.msg if isinstance(e, SyntaxError) else e)
attempt("def f[T, T](): pass")
attempt("def f[T=int, U](): pass")
attempt("def f[T: (yield)](): pass")
attempt("class A[T](x := 1): pass")
attempt("type X[T: await y] = int")
attempt("def f[*Ts: int](): pass")
attempt("def f[](): pass")
attempt("def f[T](): nonlocal T")

# output:
# T outer T
# True
# outer T
# SyntaxError duplicate type parameter 'T'
# SyntaxError non-default type parameter 'U' follows default type parameter
# SyntaxError yield expression cannot be used within a TypeVar bound
# SyntaxError named expression cannot be used within the definition of a generic
# SyntaxError await expression cannot be used within a TypeVar bound
# SyntaxError cannot use bound with TypeVarTuple
# SyntaxError Type parameter list cannot be empty
# SyntaxError nonlocal binding not allowed for type parameter 'T'
