try:
    input("prompt: ")
except EOFError as e:
    print()
    print(e)
import os, tempfile
d = tempfile.mkdtemp()
p = os.path.join(d, "f.txt")
with open(p, "w") as f:
    print(f.write("line1\nline2\n"), f.mode, f.closed, f.writable(), f.readable())
print(f.closed)
with open(p) as f:
    print(f.readline(), f.read(), f.read() == "")
    f.seek(0)
    print(list(f))
with open(p, "rb") as f: print(f.read(5), f.tell())
with open(p, "a") as f: f.write("line3")
print(open(p).read().splitlines())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", str(e).replace(d, "DIR"))
attempt(lambda: open(p, "x"))
attempt(lambda: open(p, "q"))
attempt(lambda: open(p, "rw"))
attempt(lambda: open(p, ""))
attempt(lambda: open(os.path.join(d, "nope")))
attempt(lambda: open(d))
attempt(lambda: f.read())
attempt(lambda: open(p).write("x"))
attempt(lambda: open(p, "rb", encoding="utf-8"))
attempt(lambda: open(p, newline="x"))
attempt(lambda: open(p, "w", buffering=0))
attempt(lambda: open(1.5))
os.remove(p); os.rmdir(d)
