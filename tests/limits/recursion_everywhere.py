def attempt(name, f):
    try:
        f()
        print(name, "ended")
    except RecursionError:
        print(name, "RecursionError")
class A:
    def __getattr__(self, n): return getattr(self, n + "x") if len(n) < 10 else self.again
    def __eq__(self, o): return self == o
    def __lt__(self, o): return self < o
    def __repr__(self): return repr(self)
    def __str__(self): return str(self)
    def __hash__(self): return hash(self)
    def __len__(self): return len(self)
    def __bool__(self): return bool(self)
    def __iter__(self): return iter(self)
    def __next__(self): return next(self)
    def __getitem__(self, k): return self[k]
    def __contains__(self, k): return k in self
    def __call__(self): return self()
    def __add__(self, o): return self + o
    def __radd__(self, o): return o + self
    def __int__(self): return int(self)
    def __float__(self): return float(self)
    def __index__(self): return [0][self]
    def __format__(self, s): return format(self, s)
    def __enter__(self):
        with self: pass
    def __exit__(self, *a): pass
    def __abs__(self): return abs(self)
    def __neg__(self): return -self
    def __setattr__(self, n, v): self.x = v
    def __delattr__(self, n): del self.x
    def __setitem__(self, k, v): self[k] = v
    def __instancecheck__(self, o): return isinstance(o, self)
    def __round__(self): return round(self)
    def __reversed__(self): return reversed(self)
a = A()
def w():
    with a: pass
attempt("getattr", lambda: a.zz)
attempt("eq", lambda: a == a)
attempt("list eq", lambda: [a] == [A()])
attempt("lt", lambda: a < a)
attempt("sort", lambda: [a, A()].sort())
attempt("repr", lambda: repr(a))
attempt("list repr", lambda: repr([a]))
attempt("str", lambda: str(a))
attempt("f-string", lambda: f"{a}")
attempt("print", lambda: print(a))
attempt("hash", lambda: hash(a))
attempt("dict key", lambda: {a: 1})
attempt("len", lambda: len(a))
attempt("bool", lambda: not a)
attempt("iter", lambda: [*a])
attempt("next", lambda: next(a))
attempt("getitem", lambda: a[0])
attempt("contains", lambda: 1 in a)
attempt("call", lambda: a())
attempt("add", lambda: a + 1)
attempt("radd", lambda: 1 + a)
attempt("int", lambda: int(a))
attempt("float", lambda: float(a))
attempt("index", lambda: [0][a])
attempt("with", w)
attempt("abs", lambda: abs(a))
attempt("neg", lambda: -a)
attempt("setattr", lambda: setattr(a, "q", 1))
attempt("delattr", lambda: delattr(a, "q"))
attempt("setitem", lambda: a.__setitem__(0, 1))
attempt("isinstance", lambda: isinstance(1, a))
attempt("round", lambda: round(a))
attempt("reversed", lambda: reversed(a))
attempt("unpack", lambda: (lambda *x: x)(*a))
attempt("sum", lambda: sum([a, a]))
attempt("max", lambda: max(a, A()))
attempt("join", lambda: ",".join(a))

# output:
# getattr RecursionError
# eq RecursionError
# list eq RecursionError
# lt RecursionError
# sort RecursionError
# repr RecursionError
# list repr RecursionError
# str RecursionError
# f-string RecursionError
# print RecursionError
# hash RecursionError
# dict key RecursionError
# len RecursionError
# bool RecursionError
# iter RecursionError
# next RecursionError
# getitem RecursionError
# contains RecursionError
# call RecursionError
# add RecursionError
# radd RecursionError
# int RecursionError
# float RecursionError
# index RecursionError
# with RecursionError
# abs RecursionError
# neg RecursionError
# setattr RecursionError
# delattr RecursionError
# setitem RecursionError
# isinstance RecursionError
# round RecursionError
# reversed RecursionError
# unpack RecursionError
# sum RecursionError
# max RecursionError
# join RecursionError
