import copy, pickle, io
class P:
    def __init__(self, x): self.x = x
    def __eq__(self, o): return self.x == o.x
class R:
    def __reduce__(self): return (P, (99,))
values = [None, True, 5, -(2**70), 1.5, float("inf"), 1j, "é😀\ud800", b"x", bytearray(b"y"), [1, [2]], (1,), (1, 2, 3, 4), {"a": 1}, {1, 2}, frozenset([3]), range(5), slice(1, 2), len, int, P, P(7), Ellipsis, NotImplemented, ValueError("m", 1), type(None)]
for proto in range(6):
    print(proto, [v for v in values if pickle.loads(pickle.dumps(v, proto)) != v and type(v) is not ValueError])
print(pickle.loads(pickle.dumps(R())).x, repr(pickle.loads(pickle.dumps(ValueError("m", 1)))), pickle.dumps([1, "a"], 0), pickle.dumps({"k": (1, 2.5, None)}, 4), pickle.dumps(5))
shared = []; pair = pickle.loads(pickle.dumps([shared, shared])); print(pair[0] is pair[1])
loop = {}; loop["me"] = loop; l2 = pickle.loads(pickle.dumps(loop)); print(l2["me"] is l2)
buf = io.BytesIO(); pk = pickle.Pickler(buf); pk.dump(1); pk.dump("two"); buf.seek(0); u = pickle.Unpickler(buf); print(u.load(), u.load())
class Pers(pickle.Pickler):
    def persistent_id(self, o): return "P" if isinstance(o, P) else None
class UnPers(pickle.Unpickler):
    def persistent_load(self, pid): return "loaded " + pid
    def find_class(self, m, n): raise pickle.UnpicklingError(f"no {m}.{n}")
b = io.BytesIO(); Pers(b).dump([P(1), 2]); print(UnPers(io.BytesIO(b.getvalue())).load())
for f in (lambda: pickle.loads(b""), lambda: pickle.loads(b"\x80\xff."), lambda: pickle.dumps(lambda: 0), lambda: pickle.dumps(open), lambda: UnPers(io.BytesIO(pickle.dumps(P(1)))).load(), lambda: pickle.loads(b"cnosuchmodule\nx\n."), lambda: pickle.dumps(1, 99), lambda: pickle.loads("str"), lambda: pickle.dumps((x for x in []))):
    try:
        print(type(f()).__name__)
    except Exception as e:
        print(type(e).__name__)
import copyreg, pickletools
copyreg.pickle(complex, lambda c: (complex, (c.real, c.imag)))
print(pickle.loads(pickle.dumps(1 + 2j)), copy.copy([1]) == [1], [op.name for op, _, _ in pickletools.genops(pickle.dumps([1], 2))])
