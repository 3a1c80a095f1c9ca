"""Calls of classes made by class statements, at sites that have become instructions for them, while the classes change."""
class P:
    def __init__(self, x, y=5): self.x=x; self.y=y
def mk(n):
    r=[]
    for i in range(n): r.append(P(i))
    return r
mk(5); print([ (p.x,p.y) for p in mk(5)])
old=P.__init__
def newinit(self,x,y=9): self.z=x+y
P.__init__=newinit
print([vars(p) for p in mk(3)])
P.__init__=lambda self,x,y=1: 3
try: mk(1)
except TypeError as e: print(e)
del P.__init__
try: mk(1)
except TypeError as e: print(e)
P.__init__=old
print([vars(p) for p in mk(3)])
P.__abstractmethods__={'f'}
try: mk(1)
except TypeError as e: print(e)
P.__abstractmethods__=()
print([vars(p) for p in mk(3)])
class D:
    def __del__(self): print('del')
def q():
    for i in range(3): D()
q()
class S:
    __slots__=('a','b')
    def __init__(self): self.a=1
def w():
    for i in range(3): s=S(); print(s.a, hasattr(s,'b'))
w()
class G:
    def __init__(self): yield
def g():
    for i in range(2):
        try: G()
        except TypeError as e: print(e)
g()
class R:
    def __init__(self, n):
        raise ValueError(n)
def rr():
    for i in range(3):
        try: R(i)
        except ValueError as e: print(e, e.__traceback__.tb_next.tb_frame.f_code.co_name)
rr()
class Rec:
    def __init__(self): self.r=Rec()
try: Rec()
except RecursionError as e: print(e)
def poly(k):
    return [c(1) for c in k]
print([type(x).__name__ for x in poly([P,str,P,lambda x:x,P,int]*2)])
import sys
P(1)
def rc():
    a=sys.getrefcount(P)
    l=[P(1) for _ in range(10)]
    b=sys.getrefcount(P)
    del l
    return b-a, sys.getrefcount(P)-a
print(rc())
def gen():
    for i in range(3): yield P(i).x
print(list(gen()))
class Q:
    def __init__(self, a): self.a = a
def gen2(n):
    for i in range(n):
        got = yield Q(i)
        del got
print([q.a for q in gen2(6)])
async def co(n):
    return [Q(i).a for i in range(n)] + [Q(1).a, Q(2).a]
async def main():
    r = []
    for i in range(4):
        r.append(Q(await co(i)).a)
    return r
c = main()
try: c.send(None)
except StopIteration as e: print(e.value)
