def f(a,b=2,*args,c=3,d,**kw): return (a,b,args,c,d,kw)
def g(a,/,b,*,c=1): return (a,b,c)
def h(*,x=1,y): return x,y
def k(a,b=1,c=2): return a,b,c
class S(str):
    pass
def t(fn,*a,**k):
    try: print(fn(*a,**k))
    except TypeError as e: print('TE',e)
t(f,1,d=4); t(f,1,2,3,4,d=5,e=6,c=7); t(f); t(f,1); t(f,1,a=2,d=3); t(f,1,2,b=3,d=1)
t(g,1,2); t(g,1,b=2); t(g,a=1,b=2); t(g,1,2,3); t(g,1,2,c=5); t(g,1,2,3,c=4); t(g,1,2,z=1); t(g)
t(h); t(h,y=1); t(h,1); t(h,x=1); t(h,1,y=2); t(h,1,y=2,x=3)
t(k); t(k,1); t(k,1,c=5); t(k,c=1,b=2,a=3); t(k,1,2,3,4); t(k,1,a=2); t(k,b=2); t(k,1,q=1); t(k,1,bb=1)
t(k,**{S('a'):1,S('c'):2}); t(f,**{S('a'):1,'d':2,S('zz'):3})
try: k(**{1:2})
except TypeError as e: print(e)
print((lambda *a,**k:(a,k))(1,2,x=3,y=4))
def many(*a,**k): return len(a),len(k)
print(many(*range(5000),**{f'k{i}':i for i in range(3000)}))
k.__kwdefaults__=None
h.__kwdefaults__={'y':9}; t(h); h.__kwdefaults__={}; t(h,y=1)
def gen(a,*,b=2): yield a,b
print(list(gen(1)),list(gen(1,b=3)))
async def co(a,*,b=2): return a,b
c=co(1)
try: c.send(None)
except StopIteration as e: print(e.value)
class I:
    def __init__(self,a,*,b=1): self.x=(a,b)
print(I(1).x,I(a=2,b=3).x); t(I); t(I,1,2)
def clos(a,*,b=1):
    def inner(c,*,d=2): return a,b,c,d
    return inner
print(clos(1,b=5)(7), clos(a=1)(c=2,d=3))
