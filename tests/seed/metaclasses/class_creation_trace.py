"""Every hook that runs when a class statement runs, in order."""
trail = []


def t(*what):
    trail.append(" ".join(map(str, what)))


class Desc:
    def __init__(self, tag): t("desc init", tag)
    def __set_name__(self, owner, name): t("set_name", owner.__name__, name, "in dict:", name in owner.__dict__)


class MetaMeta(type):
    def __call__(mcls, name, bases, ns, **kw):
        t("metameta call", mcls.__name__, name)
        return super().__call__(name, bases, ns, **kw)


class Meta(type, metaclass=MetaMeta):
    @classmethod
    def __prepare__(mcls, name, bases, **kw):
        t("prepare", name, kw)
        return {}

    def __new__(mcls, name, bases, ns, **kw):
        t("meta new before", name)
        cls = super().__new__(mcls, name, bases, ns, **kw)
        t("meta new after", name, cls.__name__)
        return cls

    def __init__(cls, name, bases, ns, **kw):
        t("meta init", name, cls is not None)
        super().__init__(name, bases, ns)

    def mro(cls):
        t("mro", cls.__name__)
        return super().mro()


class Base(metaclass=Meta):
    def __init_subclass__(cls, flag=None, **kw):
        t("init_subclass", cls.__name__, flag, "set_name done:", hasattr(cls, "d"))
        super().__init_subclass__(**kw)


trail.append("---")


def deco(tag):
    t("deco evaluated", tag)
    def apply(cls):
        t("deco applied", tag, cls.__name__)
        return cls
    return apply


def base_expr():
    t("base evaluated")
    return Base


@deco(1)
@deco(2)
class Child(base_expr(), metaclass=(t("metaclass evaluated") or Meta), flag=(t("keyword evaluated") or "F")):
    t("body start")
    d = Desc("d")
    def method(self, a=t("default evaluated")): return __class__
    t("body end")


print(*trail, sep="\n")
print(Child().method() is Child, Child.__dict__.keys() >= {"d", "method"})
trail.clear()


class Entry:
    def __mro_entries__(self, bases):
        t("mro_entries", len(bases))
        return (Base, Extra)


class Extra: pass


class Replaced(Entry(), flag="E"): pass


print(trail, Replaced.__bases__, len(Replaced.__orig_bases__))
trail.clear()
for code, label in (("class X(Base, unknown=1): pass", "unknown keyword"), ("class X(Base): d = Desc('x'); 1 / 0", "error in body"), ("class X(Base, metaclass=int): pass", "metaclass int"), ("class X(Base, metaclass=type): pass", "weaker metaclass")):
    try:
        exec(code)
        print(label, "ok", type(X).__name__ if "X" in dir() else "")
    except Exception as e:
        print(label, type(e).__name__, e)
    trail.clear()


class FromCell(type):
    def __new__(mcls, name, bases, ns):
        ns = dict(ns)
        cell = ns.pop("__classcell__", None)
        cls = super().__new__(mcls, name, bases, ns)
        return cls


try:
    class NoCell(metaclass=FromCell):
        def f(self): return super().__repr__()
    print("made without its cell")
    NoCell().f()
except (TypeError, RuntimeError) as e:
    print(type(e).__name__, e)


class Returns(type):
    def __new__(mcls, name, bases, ns):
        return {"name": name, "keys": [k for k in ns if k[0] != "_"]}
    def __init__(cls, *a): print("never: not an instance")


class NotAClass(metaclass=Returns):
    a = b = 1


print(NotAClass)
