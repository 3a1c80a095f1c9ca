import json, random, _json, math, collections, decimal
def t(f,*a,**k):
    try: print(f(*a,**k))
    except BaseException as e: print(type(e).__name__, e, getattr(e,'__notes__',None))

for s in ['','{','[','[1','[1,','[1,]','{"a"','{"a":','{"a":1','{"a":1,','{"a":1,}','{a:1}','{1:2}','"abc','"a\nb"','"\\x"','"\\u12"','"\\ud83d\\ude00"','"\\ud83d"','"\\ud83d\\u0041"','nul','nulll','tru','-','01','1.','1.e5','1e5','1E+5','1.5e-3','-0','-0.0','NaN','Infinity','-Infinity','-Inf','123456789012345678901234567890','[1 2]','{"a" 1}','{"a":1 "b":2}','  [ 1 , 2 ]  ','[[[]]]','{"a":{"b":[1,{}]}}','"\x7f"','1 2','"é😀"','[1,2,3','"\\','"\\u00','{"a":}','[,]','\ufeff1','"a\tb"','{"a":1,"a":2}','{,}','[1,,2]','{"x":[1,2,{"y":null}],"z":true,"w":false}']:
    print(repr(s),end=' '); t(json.loads,s)
t(json.loads,'"a\nb"',strict=False); t(json.loads,'[1.5,2]',parse_float=decimal.Decimal,parse_int=float); t(json.loads,'{"a":1}',object_pairs_hook=collections.OrderedDict); t(json.loads,'{"a":{"b":2}}',object_hook=lambda d: sorted(d.items())); t(json.loads,'[NaN]',parse_constant=lambda c:'<'+c+'>'); t(json.loads,b'[1]'); t(json.loads,5); t(json.loads,'9'*5000)
t(json.JSONDecoder().raw_decode,'  1'); t(json.JSONDecoder().raw_decode,'[1] x'); t(json.JSONDecoder().raw_decode,'x',5); t(json.JSONDecoder().scan_once,'1',-1); t(json.JSONDecoder().scan_once,5,1); t(json.JSONDecoder().scan_once,'x',0)
t(_json.scanstring,'abc"d',0); t(_json.scanstring,'"abc"d',1); t(_json.scanstring,'abc',-1); t(_json.scanstring,'abc',10); t(_json.scanstring,5,1); t(_json.scanstring,'"abc',1); t(_json.scanstring,'abc',0); t(_json.scanstring,'',0)
t(_json.encode_basestring_ascii,'é"\\\n\x00\x7f😀'); t(_json.encode_basestring,'é"\\\n\x00\x7f😀\ud800'); t(_json.encode_basestring_ascii,5); t(_json.encode_basestring,b'x'); t(_json.encode_basestring_ascii,'\ud800')
class I(int): pass
class F(float):
    def __repr__(s): return 'F!'
class D(dict): pass
class E(Exception): pass
for o in [None,True,1,-5,10**30,1.5,1e100,1e16,float('nan'),float('inf'),-0.0,'a',[],[1,[2]],(),(1,),{},{'a':1},{1:2,None:3,True:4,1.5:6},I(5),F(1.5),{'a':[{'b':()}]},{F(2.5):1,I(3):2},set(),b'x',{(1,):2},object,[object()],{'k':{'j':[1,object()]}},D(a=1),collections.OrderedDict(b=1,a=2),'é😀\u2028\ud800',[[],{}],{'a':{}}]:
    for kw in [{},dict(indent=2),dict(indent='\t',sort_keys=True),dict(separators=(',',':')),dict(ensure_ascii=False),dict(allow_nan=False),dict(skipkeys=True,indent=1)]:
        try: print(json.dumps(o,**kw))
        except Exception as e: print(type(e).__name__, e if 'object at' not in str(e) else '', [n for n in getattr(e,'__notes__',[])])
l=[]; l.append(l); t(json.dumps,l); d={}; d['a']=d; t(json.dumps,d)
t(json.dumps,{1:1,'a':2},sort_keys=True); t(json.dumps,[1+2j],default=lambda o:[o.real,o.imag]); t(json.dumps,object(),default=lambda o:o) if 0 else None
def dd(o): raise E('boom')
t(json.dumps,[{'a':object()}],default=dd); t(json.dumps,float('nan'),allow_nan=False)
class M(dict):
    def items(self): return [('z',1)]
t(json.dumps,M(a=1)); 
class M2(dict):
    def items(self): return [1]
t(json.dumps,M2(a=1))
import io
f=io.StringIO(); json.dump({'a':[1,2]},f); print(f.getvalue()); print(json.load(io.StringIO('[1]')))
print(''.join(json.JSONEncoder(indent=2).iterencode({'a':[1,{'b':2}]})))
t(_json.make_encoder,1,None,None,None,':',',',0,0,0); t(_json.make_encoder,None,None,None,None,1,',',0,0,0); t(_json.make_scanner,5)
rnd=random.Random(3)
def gen(d=0):
    k=rnd.randrange(8 if d<4 else 6)
    return [None,True,rnd.randrange(-10**6,10**6),rnd.random()*10**rnd.randrange(-20,20),''.join(chr(rnd.choice([65,34,92,10,233,0x4e00,0x1f600,127])) for _ in range(rnd.randrange(6))),rnd.randrange(10**25)][k] if k<6 else [gen(d+1) for _ in range(rnd.randrange(4))] if k==6 else {str(rnd.randrange(100)):gen(d+1) for _ in range(rnd.randrange(4))}
for _ in range(200):
    o=gen(); s=json.dumps(o,ensure_ascii=rnd.random()<.5,indent=rnd.choice([None,1])); print(s); assert json.loads(s)==o
