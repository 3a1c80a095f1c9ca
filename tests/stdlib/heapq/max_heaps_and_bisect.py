import heapq, bisect, random, _heapq, _bisect
def t(f,*a,**k):
    try: print(f(*a,**k))
    except Exception as e: print(type(e).__name__, e)
r=random.Random(1)
for n in range(40):
    l=[r.randrange(20) for _ in range(r.randrange(15))]
    h=l[:]; heapq.heapify(h); print(h); m=l[:]; heapq.heapify_max(m); print(m)
    heapq.heappush(h,5); print(h, heapq.heappushpop(h,3), heapq.heapreplace(h,9), heapq.heappop(h),h)
    heapq.heappush_max(m,5); print(m, heapq.heappushpop_max(m,3), heapq.heapreplace_max(m,9), heapq.heappop_max(m),m)
    print(heapq.nlargest(3,l),heapq.nsmallest(3,l,key=lambda x:-x))
    s=sorted(l); x=r.randrange(20); print(bisect.bisect(s,x),bisect.bisect_left(s,x),bisect.bisect(s,x,1,len(s))); bisect.insort(s,x); print(s); bisect.insort_left(s,-x,key=lambda y:y); print(s)
t(heapq.heappop,[]); t(heapq.heapreplace,[],1); t(heapq.heappushpop,[],1); t(heapq.heappush,(1,),1); t(heapq.heapify,5); t(heapq.heappush,[1],'a'); t(bisect.bisect,[1],1,-1); t(bisect.bisect,5,1); t(bisect.bisect,[1,2],'a'); t(bisect.bisect_right,[1],1,0,None,key=5); t(bisect.insort,(1,),2); t(bisect.bisect,[1,2,3],2,0,10)
class C:
    def __init__(s,l,v): s.l=l;s.v=v
    def __lt__(s,o): s.l.clear() if len(s.l)>1 else 0; return s.v<o.v
l=[]; l.extend(C(l,i) for i in range(5)); t(heapq.heappop,l)
