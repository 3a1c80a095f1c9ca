class A:
    def __repr__(self): return "repr"
class B(A):
    def __str__(self): return "str"
    def __format__(self, spec): return f"format({spec!r})"
print(A(), B(), [A(), B()], repr(B()), str(A()))
print(f"{A()} {B()} {B():>5} {B()!r} {B()!s:>5}", "{:x}".format(B()), format(B()))
class Bad:
    def __repr__(self): return 5
    def __str__(self): return None
    def __format__(self, s): return 1
    def __bytes__(self): return "x"
for f in (lambda: repr(Bad()), lambda: str(Bad()), lambda: format(Bad()), lambda: bytes(Bad()), lambda: f"{A():>5}"):
    try:
        f()
    except TypeError as e:
        print(e)

# output:
# repr str [repr, repr] repr repr
# repr format('') format('>5') repr   str format('x') format('')
# __repr__ returned non-string (type int)
# __str__ returned non-string (type NoneType)
# __format__ must return a str, not int
# __bytes__ returned non-bytes (type str)
# unsupported format string passed to A.__format__
