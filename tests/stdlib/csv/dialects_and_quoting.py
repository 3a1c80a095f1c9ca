import csv, io, random, itertools, _csv
def t(f,*a,**k):
    try: print(f(*a,**k))
    except Exception as e: print(type(e).__name__, e)
class Bad: pass
for kw in [dict(delimiter=''),dict(delimiter='ab'),dict(delimiter=1),dict(delimiter=None),dict(quotechar=''),dict(quotechar='ab'),dict(quotechar=5),dict(quotechar=None),dict(quotechar=None,quoting=0),dict(escapechar='ab'),dict(escapechar=3),dict(lineterminator=None),dict(lineterminator=5),dict(quoting=9),dict(quoting='x'),dict(quoting=None),dict(quoting=True),dict(delimiter='\n'),dict(delimiter='"'),dict(escapechar='"'),dict(escapechar=','),dict(escapechar=' '),dict(escapechar=' ',skipinitialspace=True),dict(quotechar=' ',skipinitialspace=True),dict(delimiter='x',lineterminator='x'),dict(dialect='nope'),dict(strict=1),dict(delimiter=' ',skipinitialspace=True)]:
    print(kw,end=' '); t(csv.reader,['a'],**kw) if 0 else None
    try:
        d=csv.reader(['a'],**kw).dialect
        print([getattr(d,x) for x in ('delimiter','quotechar','escapechar','lineterminator','quoting','skipinitialspace','doublequote','strict')])
    except Exception as e: print(type(e).__name__,e)
t(csv.field_size_limit); t(csv.field_size_limit,10); t(next,csv.reader(['a'*11])); t(csv.field_size_limit,'x'); csv.field_size_limit(131072)
t(csv.get_dialect,'zz'); t(csv.unregister_dialect,'zz'); t(csv.register_dialect,5); t(csv.register_dialect,'zz',delimiter='|'); print(sorted(csv.list_dialects())); print(csv.get_dialect('zz').delimiter); csv.unregister_dialect('zz')
t(setattr, csv.get_dialect('excel'),'delimiter','x'); t(delattr,csv.get_dialect('excel'),'quoting')
import pickle,copy; t(pickle.dumps,csv.get_dialect('excel')); t(copy.copy,csv.get_dialect('excel'))
rnd=random.Random(5)
chars='ab,;"\\\n\r \'1.5'
for n in range(120):
    kw=dict(delimiter=rnd.choice(',; '),quotechar=rnd.choice(['"',"'",None]),escapechar=rnd.choice([None,'\\']),quoting=rnd.randrange(6),skipinitialspace=rnd.random()<.3,doublequote=rnd.random()<.6,strict=rnd.random()<.3,lineterminator=rnd.choice(['\r\n','\n','|']))
    row=[rnd.choice([''.join(rnd.choice(chars) for _ in range(rnd.randrange(5))),None,5,1.5,'',True]) for _ in range(rnd.randrange(4))]
    f=io.StringIO()
    try:
        csv.writer(f,**kw).writerow(row); s=f.getvalue()
    except Exception as e: s=type(e).__name__+str(e)
    text=''.join(rnd.choice(chars) for _ in range(rnd.randrange(14)))
    try: r=list(csv.reader(io.StringIO(text,newline=''),**kw))
    except Exception as e: r=type(e).__name__+str(e)
    print(n,kw,row,repr(s),repr(text),r)
f=io.StringIO("a,b\n1,2\n3,4,5\n6\n"); print(list(csv.DictReader(f)))
f=io.StringIO(); w=csv.DictWriter(f,['a','b']); w.writeheader(); w.writerow({'a':1,'b':'x,y'}); t(w.writerow,{'c':1}); print(repr(f.getvalue()))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter, csv.Sniffer().has_header("name,age\nbob,1\nal,2\n"))
