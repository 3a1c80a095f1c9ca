import bz2, gzip, io, lzma, zipfile, zlib, tarfile
data = b"hello world " * 100
for mod in (zlib, gzip, bz2, lzma):
    c = mod.compress(data)
    print(mod.__name__, len(c) < 100, mod.decompress(c) == data)
o = zlib.compressobj(9); z = o.compress(data[:50]) + o.compress(data[50:]) + o.flush()
d = zlib.decompressobj(); print(d.decompress(z, 100) == data[:100], len(d.unconsumed_tail) > 0, zlib.decompress(zlib.compress(b"", 0)))
for f in (lambda: zlib.decompress(b"junk"), lambda: gzip.decompress(b"junk"), lambda: zlib.decompress(zlib.compress(b"x")[:-2]), lambda: bz2.decompress(b"junk")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
buf = io.BytesIO()
with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as zf:
    zf.writestr("a.txt", "alpha"); zf.writestr("d/b.txt", "beta" * 50)
with zipfile.ZipFile(buf) as zf:
    print(zf.namelist(), zf.read("a.txt"), zf.getinfo("d/b.txt").file_size, zf.testzip())
    try:
        zf.read("zz")
    except KeyError as e:
        print(e)
t = io.BytesIO()
with tarfile.open(fileobj=t, mode="w:gz") as tf:
    info = tarfile.TarInfo("x.txt"); info.size = 3; tf.addfile(info, io.BytesIO(b"abc"))
t.seek(0)
with tarfile.open(fileobj=t) as tf: print(tf.getnames(), tf.extractfile("x.txt").read())

# output:
# zlib True True
# gzip True True
# bz2 True True
# lzma True True
# True True b''
# error Error -3 while decompressing data: incorrect header check
# BadGzipFile Not a gzipped file (b'ju')
# error Error -5 while decompressing data: incomplete or truncated stream
# OSError Invalid data stream
# ['a.txt', 'd/b.txt'] b'alpha' 200 None
# "There is no item named 'zz' in the archive"
# ['x.txt'] b'abc'
