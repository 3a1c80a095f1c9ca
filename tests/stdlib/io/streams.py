import io
s = io.StringIO("line1\nline2\nline3")
print(s.readline(), s.tell(), list(s), s.read() == "", s.seek(0), s.read(3), s.truncate(4), s.getvalue(), s.write("X") , s.getvalue())
b = io.BytesIO(b"abc"); b.seek(0, 2); b.write(b"def"); b.seek(1)
print(b.read(2), b.getvalue(), b.getbuffer()[0], b.readable(), b.writable(), b.seekable(), b.readinto(bytearray(2)), b.read1())
t = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\r\n")
t.write("é\nx"); t.flush(); print(t.buffer.getvalue(), t.encoding, t.line_buffering)
print(io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc\n")).readlines(), io.TextIOWrapper(io.BytesIO(b"a\r\nb\rc"), newline="").readlines(), io.StringIO("a\r\nb", newline=None).read() == "a\nb")
r = io.BufferedReader(io.BytesIO(b"0123456789"), 4)
print(r.peek(1)[:1], r.read(3), r.readline(), io.BufferedRandom(io.BytesIO(b"x")).read())
class Raw(io.RawIOBase):
    def __init__(self): self.n = 3
    def readable(self): return True
    def readinto(self, buf):
        self.n -= 1
        if self.n < 0: return 0
        buf[:2] = b"ab"
        return 2
print(io.BufferedReader(Raw()).read(), Raw().readall(), Raw().read(2))
for f in (lambda: io.StringIO(5), lambda: io.StringIO().write(b"x"), lambda: io.BytesIO().write("x"), lambda: io.BytesIO("x"), lambda: io.StringIO().fileno(), lambda: io.TextIOWrapper(io.BytesIO(b"\xff"), encoding="utf-8").read(), lambda: s.seek(-1), lambda: s.seek(1, 1), lambda: io.open("/no/such"), lambda: io.RawIOBase().read()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
s.close()
try:
    s.read()
except ValueError as e:
    print(e, s.closed)
