def t(name, value=None):
    print(name, end=" ")
    return name if value is None else value
def done(*a, **k): print("|")
done(t("a") + t("b") * t("c", 2))
done([t("x"), t("y")], {t("k"): t("v"), t("k2"): t("v2")}, {t("s1"), t("s2")}, (t("t1"), t("t2")))
done(t("obj", [1, 2, 3])[t("i", 0):t("j", 2):t("step", 1)])
done(t("f", done)(t("arg"), *t("star", []), k=t("kw"), **t("dstar", {})))
done(t("a", 1) if t("cond", 0) else t("b"))
done(t("l", 1) < t("m", 2) < t("n", 0) < t("never", 0))
done(t("x", 0) or t("y", "") or t("z", 1) or t("never"))
done(f"{t('e1')} {t('e2'):{t('spec', '>5')}} {t('e3')!r}")
done([(t("el", 1), y) for y in t("it", [1]) if t("if", True)])
done({t("dk", 1): t("dv", 2) for _ in t("it", [0])})
done(not t("neg", 0), -t("minus", 1), lambda: t("never"))
done((t("w", 1), w := t("walrus", 2), w))
d = {}
d[t("key")] = t("val"); done()
d[t("k1")], d[t("k2")] = t("v1"), t("v2"); done()
d[t("aug", "k1")] += t("rhs"); done()
class O: pass
o = O()
t("target", o).attr = t("value"); done()
a, *d[t("star")] = t("seq", [1, 2]); done()
x = y = d[t("chain")] = t("once"); done()
del d[t("delkey", "k1")], d[t("delkey2", "k2")]; done()
for d[t("fortarget")] in t("foriter", [1, 2]): pass
done()
with t("cm", __import__("contextlib").nullcontext(5)) as d[t("withtarget")]: t("body")
done()
assert t("test", 1), t("never")
done()
try:
    assert t("test", ""), t("message")
except AssertionError: done()
@t("deco", lambda f: f)
def f(p=t("default"), *, q=t("kwdefault")) -> t("never"): ...
done()
class K(t("base", object), metaclass=t("meta", type)): v = t("body")
done()
print(t("sub", "abc")[t("index", 1)], end=" "); done()
raise_order = []
try:
    raise t("exc", ValueError) from t("cause", KeyError())
except ValueError: done()

# output:
# a b c |
# x y k v k2 v2 s1 s2 t1 t2 |
# obj i j step |
# f arg star kw dstar |
# |
# cond b |
# l m n |
# x y z |
# e1 e2 spec e3 |
# it if el |
# it dk dv |
# neg minus |
# w walrus |
# val key |
# v1 v2 k1 k2 |
# aug rhs |
# value target |
# seq star |
# once chain |
# delkey delkey2 |
# foriter fortarget fortarget |
# cm withtarget body |
# test |
# test message |
# deco default kwdefault |
# base meta body |
# sub index b |
# exc cause |
