"""Conversion hooks: which is asked, in what order, and what each may return."""
import math
import operator


def make(**methods):
    return type("N", (), {f"__{k}__": (lambda v: lambda self, *a: v)(v) for k, v in methods.items()})()


def show(label, f):
    try:
        print(f"{label:24} {f()!r}")
    except Exception as e:
        print(f"{label:24} {type(e).__name__}: {e}")


idx = make(index=7)
show("int from index", lambda: int(idx))
show("float from index", lambda: float(idx))
show("complex from index", lambda: complex(idx))
show("list index", lambda: list(range(10))[idx])
show("slice", lambda: list(range(10))[idx:])
show("repeat", lambda: "ab" * idx)
show("range", lambda: range(idx))
show("hex", lambda: (hex(idx), bin(idx), oct(idx)))
show("chr", lambda: chr(make(index=65)))
show("bytes", lambda: bytes(make(index=2)))
show("math.factorial", lambda: math.factorial(idx))
show("format d", lambda: f"{idx:d}")
show("percent d", lambda: "%d %x" % (idx, idx))
show("int base", lambda: int("11", make(index=3)))
show("round digits", lambda: round(2.71828, make(index=2)))
show("operator.index", lambda: operator.index(idx))
i = make(int=3)
show("int", lambda: int(i))
show("float not from int", lambda: float(i))
show("index not from int", lambda: [1][i])
show("percent d from int", lambda: "%d" % i)
f = make(float=2.5)
show("float", lambda: float(f))
show("complex from float", lambda: complex(f))
show("math.sqrt", lambda: math.sqrt(f))
show("int not from float", lambda: int(f))
show("percent f", lambda: "%.1f" % f)
show("sum of floats", lambda: math.fsum([f, 1]))
show("trunc only", lambda: int(make(trunc=5)))
show("int wins over index", lambda: int(make(int=1, index=2)))
show("float wins over index", lambda: float(make(float=1.0, index=2)))
show("complex wins", lambda: complex(make(complex=1j, float=2.0)))
for name in ("int", "float", "complex", "index", "bool", "len", "hash", "round", "trunc", "floor", "ceil", "abs", "neg"):
    bad = make(**{name: "text"})
    call = {"bool": bool, "len": len, "hash": hash, "round": round, "trunc": math.trunc, "floor": math.floor, "ceil": math.ceil, "abs": abs, "neg": operator.neg, "index": operator.index}.get(name) or {"int": int, "float": float, "complex": complex}[name]
    show(f"{name} returns str", lambda: call(bad))


class MyInt(int):
    pass


class MyFloat(float):
    pass


import warnings
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    show("int gives subclass", lambda: type(int(make(int=MyInt(3)))).__name__)
    show("float gives subclass", lambda: type(float(make(float=MyFloat(3)))).__name__)
    show("index gives subclass", lambda: type(operator.index(make(index=MyInt(3)))).__name__)
    for w in log:
        print(w.category.__name__, w.message)
show("index True", lambda: [10, 20][make(index=1)])
show("huge len", lambda: len(make(len=2**63)))
show("negative len", lambda: len(make(len=-1)))
show("hash wraps", lambda: hash(make(hash=2**61 - 1)) == 0)
show("hash -1", lambda: hash(make(hash=-1)))
show("str of int subclass", lambda: str(MyInt(5)) + repr(MyFloat(1.5)) + f"{MyInt(6):>3}")
