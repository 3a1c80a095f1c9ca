def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
def f(a, b): pass
attempt(f, 1, c=2)
attempt(f, 1, 2, a=3)
attempt(f, 1, a=3)
attempt(f, color=3)
attempt(f, **{"a": 1, "b": 2, "zzz": 3})
def g(argument, colour): pass
attempt(g, argumant=1)
attempt(g, 1, color=1)
class C:
    def __init__(self, alpha): pass
    def m(self, beta): pass
attempt(C, alfa=1)
attempt(C().m if False else C(1).m, bet=1)

# output:
# f() got an unexpected keyword argument 'c'
# f() got multiple values for argument 'a'
# f() got multiple values for argument 'a'
# f() got an unexpected keyword argument 'color'
# f() got an unexpected keyword argument 'zzz'
# g() got an unexpected keyword argument 'argumant'. Did you mean 'argument'?
# g() got an unexpected keyword argument 'color'. Did you mean 'colour'?
# C.__init__() got an unexpected keyword argument 'alfa'. Did you mean 'alpha'?
# C.m() got an unexpected keyword argument 'bet'. Did you mean 'beta'?
