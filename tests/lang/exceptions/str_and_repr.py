print(str(ValueError()), repr(ValueError()))
print(str(ValueError("a")), repr(ValueError("a")))
print(str(ValueError("a", 1)), repr(ValueError("a", 1)))
print(str(KeyError("k")), str(KeyError()), str(KeyError(1, 2)))
print(str(SystemExit(3)), repr(StopIteration(5)))
print(repr(UnicodeDecodeError("utf-8", b"ab", 0, 1, "why")), str(UnicodeDecodeError("utf-8", b"ab", 0, 1, "why")))
print(str(SyntaxError("msg", ("f", 3, 2, "text"))), ImportError("m", name="n", path="p").path)
class E(Exception):
    def __str__(self): return "custom"
print(E(1), repr(E(1)))
e = ValueError(1)
e.args = (5, 6)
print(e, repr(e))
print(ValueError(1) == ValueError(1), BaseException.__eq__ is object.__eq__)

# output:
#  ValueError()
# a ValueError('a')
# ('a', 1) ValueError('a', 1)
# 'k'  (1, 2)
# 3 StopIteration(5)
# UnicodeDecodeError('utf-8', b'ab', 0, 1, 'why') 'utf-8' codec can't decode byte 0x61 in position 0: why
# msg (f, line 3) p
# custom E(1)
# (5, 6) ValueError(5, 6)
# False True
