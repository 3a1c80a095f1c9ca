def attempt(name, f):
    try:
        r = f()
        print(name, "made", type(r).__name__)
    except Exception as e:
        print(name, type(e).__name__)
big = 2**62
attempt("list repeat", lambda: [0] * big)
attempt("tuple repeat", lambda: (0,) * big)
attempt("str repeat", lambda: "ab" * big)
attempt("bytes repeat", lambda: b"ab" * big)
attempt("bytearray repeat", lambda: bytearray(b"ab") * big)
attempt("bytes size", lambda: bytes(big))
attempt("bytearray size", lambda: bytearray(big))
attempt("ljust", lambda: "a".ljust(big))
attempt("center", lambda: b"a".center(big))
attempt("zfill", lambda: "a".zfill(big))
attempt("format width", lambda: f"{1:{big}}")
attempt("percent width", lambda: "%*d" % (2**31 - 1 + big, 1))
attempt("precision", lambda: f"{1.5:.{big}f}")
attempt("expandtabs", lambda: "\t\t\t".expandtabs(big))
attempt("replace", lambda: ("a" * 100000).replace("", "b" * 100000000000000))
attempt("shift", lambda: 1 << big)
attempt("list range", lambda: list(range(big)) if False else [0] * (big * 4))
attempt("to_bytes", lambda: (1).to_bytes(big))
attempt("iadd", lambda: (lambda x: x.__imul__(big))([1]))
attempt("zero times", lambda: [] * big)
attempt("empty str", lambda: "" * big)
attempt("int power zero", lambda: 1 ** big)
class Hint:
    def __length_hint__(self): return big
    def __iter__(self): return iter([1])
attempt("length hint", lambda: list(Hint()))

# output:
# list repeat MemoryError
# tuple repeat MemoryError
# str repeat OverflowError
# bytes repeat OverflowError
# bytearray repeat MemoryError
# bytes size MemoryError
# bytearray size MemoryError
# ljust MemoryError
# center MemoryError
# zfill MemoryError
# format width MemoryError
# percent width MemoryError
# precision ValueError
# expandtabs OverflowError
# replace MemoryError
# shift MemoryError
# list range OverflowError
# to_bytes MemoryError
# iadd MemoryError
# zero times made list
# empty str made str
# int power zero made int
# length hint MemoryError
