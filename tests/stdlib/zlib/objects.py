import zlib, gzip, io, zipfile
d=b"hello world "*1000
for lv in (-1,0,1,6,9):
    c=zlib.compress(d,lv); assert zlib.decompress(c)==d
print(zlib.crc32(b"abc"), zlib.adler32(b"abc"), zlib.crc32(b"abc",5), zlib.crc32(b"", -1), zlib.crc32(b"x", 2**70))
def t(f,*a,**k):
    try: print(f(*a,**k))
    except Exception as e: print(type(e).__name__, e)
c=zlib.compress(d)
t(zlib.decompress,b"xx"); t(zlib.decompress,c[:-3]); t(zlib.decompress,c[:-4]+b"abcd"); t(zlib.decompress,b""); t(zlib.compress,d,10); t(zlib.compress,"s"); t(zlib.compress); t(zlib.compressobj,wbits=99); t(zlib.decompressobj,wbits=99); t(zlib.decompress,c,99); t(zlib.compressobj,10); t(zlib.compressobj,method=3); t(zlib.compressobj,memLevel=10)
for w in (15,-15,31,9,-9):
    co=zlib.compressobj(wbits=w); x=co.compress(d)+co.flush(); 
    assert zlib.decompress(x,w)==d
    do=zlib.decompressobj(w); out=b""
    for i in range(0,len(x),7): out+=do.decompress(x[i:i+7])
    out+=do.flush(); assert out==d and do.eof
do=zlib.decompressobj(); a=do.decompress(c,100); print(len(a), len(do.unconsumed_tail)>0); 
while do.unconsumed_tail: a+=do.decompress(do.unconsumed_tail,1000)
a+=do.flush(); print(a==d, do.eof)
do=zlib.decompressobj(); do.decompress(c+b"tail"); print(do.unused_data, do.eof); t(do.decompress,b"more"); print(do.unused_data); t(do.flush); t(do.decompress,b"x",-1); t(do.flush,0)
z=zlib.compressobj(zdict=b"hello world"); x=z.compress(d)+z.flush(); t(zlib.decompress,x); t(zlib.decompressobj().decompress,x); t(zlib.decompressobj(zdict=b"bad").decompress,x); print(zlib.decompressobj(zdict=b"hello world").decompress(x)==d)
co=zlib.compressobj(); a=co.compress(d[:100]); c2=co.copy(); a1=a+co.compress(b"x")+co.flush(); a2=a+c2.compress(b"y")+c2.flush(); print(zlib.decompress(a1)[-1:],zlib.decompress(a2)[-1:]); t(co.copy); t(co.compress,b"x"); t(co.flush)
co=zlib.compressobj(); a=co.compress(b"abc")+co.flush(zlib.Z_SYNC_FLUSH); print(zlib.decompressobj().decompress(a)); t(co.flush,0); t(co.flush,77)
do=zlib.decompressobj(); a=do.decompress(c[:10]); d2=do.copy(); print((a+d2.decompress(c[10:]))==d,(a+do.decompress(c[10:]))==d)
print(gzip.decompress(gzip.compress(d))==d); b=io.BytesIO()
with gzip.GzipFile(fileobj=b,mode="wb") as g: g.write(d)
b.seek(0); print(gzip.GzipFile(fileobj=b).read()==d)
b=io.BytesIO()
with zipfile.ZipFile(b,"w",zipfile.ZIP_DEFLATED) as z: z.writestr("a.txt",d)
print(zipfile.ZipFile(b).read("a.txt")==d, zipfile.ZipFile(b).testzip())
print(zlib.ZLIB_VERSION[:2], zlib.error.__module__, zlib._ZlibDecompressor, type(co), type(do))
zd=zlib._ZlibDecompressor(); print(len(zd.decompress(c,10)), zd.needs_input, zd.eof); print(len(zd.decompress(b"")), zd.needs_input, zd.eof); t(zd.decompress,b"")
