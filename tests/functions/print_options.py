import sys, io
print("a", "b", sep="", end="|\n")
print("to stderr", file=sys.stderr)
buf = io.StringIO()
print(1, 2, file=buf, end="")
print(repr(buf.getvalue()))
class W:
    def write(self, s): sys.stdout.write(f"<{s!r}>")
    def flush(self): sys.stdout.write("flushed\n")
print("x", 5, file=W(), flush=True)
print("none", file=None, sep=None, end=None)
def attempt(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: print(1, sep=1))
attempt(lambda: print(1, end=1))
attempt(lambda: print(1, file=5))
attempt(lambda: print(1, nope=5))
class BadStr:
    def __str__(self): raise ValueError("no str")
attempt(lambda: print("partial", BadStr()))
print()

# output:
# ab|
# '1 2'
# <'x'><' '><'5'><'\n'>flushed
# none
# TypeError: sep must be None or a string, not int
# TypeError: end must be None or a string, not int
# AttributeError: 'int' object has no attribute 'write'
# TypeError: print() got an unexpected keyword argument 'nope'
# partial ValueError: no str
#
