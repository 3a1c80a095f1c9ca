"""The container protocols: fallbacks, defaults, and what each builtin really asks."""


class Log:
    def __init__(self):
        self.calls = []

    def take(self):
        calls, self.calls = self.calls, []
        return " ".join(calls)


log = Log()


def traced(name, result):
    def method(self, *args):
        log.calls.append(name)
        return result(self, *args) if callable(result) else result
    return method


def build(**methods):
    return type("T", (), {f"__{n}__": traced(n, r) for n, r in methods.items()})()


def boom(self, i):
    if i >= 3:
        raise IndexError(i)
    return i * 10


def show(label, f):
    try:
        r = f()
    except Exception as e:
        r = f"{type(e).__name__}: {e}"
    print(f"{label:28} {r!r:40} {log.take()}")


seq = build(getitem=boom, len=3)
show("list of sequence", lambda: list(seq))
show("in sequence", lambda: 20 in seq)
show("not in sequence", lambda: 5 in seq)
show("reversed sequence", lambda: list(reversed(seq)))
show("unpack sequence", lambda: (lambda a, b, c: c)(*seq))
show("tuple", lambda: tuple(seq))
show("sorted", lambda: sorted(seq, reverse=True))
show("bool", lambda: bool(seq))
show("enumerate", lambda: list(enumerate(seq)))
only_iter = build(iter=lambda self: iter([1, 2]))
show("in iterable", lambda: 2 in only_iter)
show("len of iterable", lambda: len(only_iter))
show("reversed iterable", lambda: reversed(only_iter))
show("index iterable", lambda: only_iter[0])
hinted = build(iter=lambda self: iter([1]), length_hint=5)
show("list asks the hint", lambda: list(hinted))
show("tuple", lambda: tuple(hinted))
show("extend", lambda: [].extend(hinted))
show("set", lambda: set(hinted))
bad_hint = build(iter=lambda self: iter([1]), length_hint="x")
show("bad hint", lambda: list(bad_hint))
negative = build(iter=lambda self: iter([1]), length_hint=-1)
show("negative hint", lambda: list(negative))
not_hint = build(iter=lambda self: iter([1]), length_hint=NotImplemented)
show("no hint", lambda: list(not_hint))
sized = build(len=0)
show("empty is false", lambda: bool(sized))
both = build(len=0, bool=True)
show("bool wins", lambda: bool(both))
contains = build(contains=lambda self, x: x, iter=lambda self: iter([]))
show("contains truth", lambda: (0 in contains, "x" in contains, [] not in contains))
nothing = build()
for name, f in {"in": lambda: 1 in nothing, "iter": lambda: iter(nothing), "len": lambda: len(nothing), "set item": lambda: nothing.__class__.__setitem__, "del": lambda: exec("del n[0]", {"n": nothing}), "set": lambda: exec("n[0] = 1", {"n": nothing})}.items():
    show(name, f)
slices = build(getitem=lambda self, k: k, setitem=lambda self, k, v: log.calls.append(repr((k, v))), delitem=lambda self, k: log.calls.append(repr(k)))
show("slice", lambda: slices[1:2])
show("open slice", lambda: slices[:])
show("many", lambda: slices[1, 2:3, ...])
exec("s[1:2] = 'v'; del s[::2]; s['a', 'b'] = 1; s[...] += 1" if False else "s[1:2] = 'v'; del s[::2]; s['a', 'b'] = 1", {"s": slices})
print(log.take())
missing = type("M", (dict,), {"__missing__": traced("missing", lambda self, k: k.upper())})(a=1)
show("missing", lambda: (missing["a"], missing["b"], missing.get("c"), "d" in missing, list(missing)))
