"""__getattr__, __getattribute__, __setattr__, __delattr__ and __dir__, and how they fall into each other."""


class Record:
    """Attributes kept in a private dict, with a log of every access."""

    def __init__(self, **fields):
        object.__setattr__(self, "_fields", dict(fields))
        object.__setattr__(self, "_log", [])

    def __getattribute__(self, name):
        if not name.startswith("_"):
            object.__getattribute__(self, "_log").append(f"?{name}")
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"no field {name!r}", name=name, obj=self) from None

    def __setattr__(self, name, value):
        self._log.append(f"={name}")
        self._fields[name] = value

    def __delattr__(self, name):
        self._log.append(f"-{name}")
        try:
            del self._fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self):
        return ["zeta", *self._fields]

    def method(self):
        return sorted(self._fields)


r = Record(a=1, b=2)
print(r.a, r.b, r.method(), dir(r))
r.c = 3
r.a += 10
del r.b
print(r.c, r.a, hasattr(r, "b"), getattr(r, "b", "default"), r._log)
for f in (lambda: r.nope, lambda: delattr(r, "nope"), lambda: r._private):
    try:
        f()
    except AttributeError as e:
        print(repr(e), e.name, e.obj is r)
print(vars(r).keys() == {"_fields", "_log"}, r.__class__.__name__, r.__dict__["_fields"])


class Leaky:
    @property
    def broken(self):
        return self.missing_inside

    def __getattr__(self, name):
        return f"getattr covers {name}"


print(Leaky().broken)


class Strict:
    @property
    def broken(self):
        return self.missing_inside


try:
    Strict().broken
except AttributeError as e:
    print(e, e.name)


class Raising:
    def __getattribute__(self, name):
        raise RuntimeError(f"refused {name}")

    def __getattr__(self, name):
        return "never: only AttributeError leads here"


try:
    Raising().x
except RuntimeError as e:
    print(e)
try:
    hasattr(Raising(), "x")
except RuntimeError as e:
    print("hasattr lets it through:", e)


class Once:
    """A lazy attribute that replaces itself on the instance."""

    def __getattr__(self, name):
        if name.startswith("__"):
            # copy and pickle ask for hooks by name; a hook made up here would be called.
            raise AttributeError(name)
        print("  computing", name)
        value = self.__dict__[name] = name * 2
        return value


o = Once()
print(o.ab, o.ab, o.__dict__)
import copy, pickle
print(copy.copy(o).__dict__)


class Delegate:
    def __init__(self, target):
        self.target = target

    def __getattr__(self, name):
        return getattr(self.target, name)


d = Delegate([3, 1, 2])
d.sort()
print(d.target, d.count(1), d.index(3))
try:
    len(d)
except TypeError as e:
    print(e)
