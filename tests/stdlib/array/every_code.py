import warnings; warnings.simplefilter("ignore")
import array
def t(f,*a,**k):
    try: print(f(*a,**k))
    except Exception as e: print(type(e).__name__, e)
A=array.array
t(A); t(A,'xx'); t(A,'x'); t(A,1); t(A,b'i'); t(A,'i','abc'); t(A,'i',A('u','a')); t(A,'i',5); t(A,'i',[1],2); t(A,'i',x=1)
for c in 'bBhHiIlLqQ':
    for v in (-1, 2**7,-2**7-1,2**8,2**15,-2**15-1,2**16,2**31,-2**31-1,2**32,2**63,-2**63-1,2**64,2**100,-2**100,'a',1.5):
        print(c,v,end=' '); t(A,c,[v])
for c in 'uwfd':
    for v in ('a','ab',1,1.5,'',None,'\U0001f600'):
        print(c,repr(v),end=' '); t(A,c,[v])
a=A('i',[1,2,3,4,5])
t(lambda:a[10]); t(lambda:a['x']); t(a.__setitem__,10,1); t(a.__setitem__,0,'x'); t(a.__delitem__,10)
t(a.__setitem__,slice(0,2),[1,2]); t(a.__setitem__,slice(0,2),A('d',[1])); t(a.__setitem__,slice(0,4,2),A('i',[1]))
t(a.__delitem__,slice(0,4,2)); print(a); t(a.pop,10); t(A('i').pop); t(a.remove,77); t(a.index,77); t(a.index,5,0,1); t(a.extend,A('d')); t(a.extend,5); t(a.__iadd__,[1]); t(a.__add__,[1]); t(a.__mul__,2); t(a.__imul__,0.5); t(a.__iadd__,A('i',[1])) ; print(a)
t(a.frombytes,b'abc'); t(a.frombytes,5); t(a.fromlist,(1,)); t(a.fromlist,[1,'x']); print(a); t(a.fromunicode,'x'); t(a.tounicode); t(a.tobytes); t(a.tolist); t(a.byteswap); print(a); t(a.count,1); t(a.insert,1,5); t(a.insert,-100,6); print(a); t(a.reverse); print(a); 
t(a.__eq__,[1]); t(lambda: a<A('i',[1])); t(lambda: A('i',[1,2])==A('d',[1,2])); t(lambda: A('i',[1,2])<A('d',[1,3]))
t(hash,a); t(repr,A('u','ab')); t(repr,A('w','ab')); t(repr,A('d')); t(repr,A('d',[1.5,float('nan')]))
import copy,pickle
print(copy.copy(a),copy.deepcopy(a)); print(a.__reduce_ex__(2)); print(a.__reduce_ex__(3)); print(a.__reduce_ex__(4)[0])
print(pickle.loads(pickle.dumps(a)))
m=memoryview(a); print(m.format,m.itemsize,m.shape,m.tolist()); t(a.append,1); m[0]=99; print(a); t(a.__imul__,2); m.release(); t(a.append,1)
import io
f=io.BytesIO(); t(a.tofile,f); f.seek(0); b=A('i'); t(b.fromfile,f,2); print(b); t(b.fromfile,f,100); print(b); t(b.fromfile,f,-1)
print(array.typecodes, A('i').itemsize, a.typecode)
class S(A): 
    x=1
s=S('i',[1,2]); print(s, type(s[0:1]), type(s+s), type(s*2)); s.y=5; print(s.__reduce_ex__(3))
t(A,'i',iter([1,2])); t(A,'i',{1:2}); t(A,'i',range(3)); t(A,'i',b'\0\0\0\1'); t(A,'i',bytearray(b'\0')); t(A,'u',b'\0\0\0\1'); t(A,'u','é\U0001f600'); print(A('u','é').tounicode())
t(a.clear); print(a, len(a), bool(a)); t(A.__class_getitem__,int); print(array.ArrayType is A, A.__module__)
a=A('l',range(10)); print(a[::2],a[::-1],a[5:2],a[-3:]); a[2:4]=A('l',[7,7,7]); print(a); a[::2]=a[::2]; print(a); del a[1:3]; print(a); del a[::-2]; print(a); a[:]=a; a+=a; print(a); a*=2; print(a); a*=0; print(a)
print(A('b',b'ab')+A('b',b'c'), A('f',[0.1])[0]); t(A('f').append,1e300); t(A('f').append,'x'); print(A('f',[1e300]) if 0 else '')
it=iter(A('i',[1,2])); next(it); print(it.__reduce__(), it.__setstate__(0), list(it), list(it), it.__reduce__())
