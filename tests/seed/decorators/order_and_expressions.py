"""When decorators run, in which order, and that any expression may stand after the @."""
log = []


def mark(tag):
    log.append(f"evaluate {tag}")

    def deco(obj):
        log.append(f"apply {tag} to {obj.__name__}")
        return obj
    return deco


@mark("outer")
@mark("middle")
@mark("inner")
def f(a=log.append("default evaluated")):
    pass


print(log)
log.clear()


@mark("class outer")
@mark("class inner")
class C(log.append("bases evaluated") or object):
    log.append("body")

    @mark("method")
    def m(self): ...


print(log)
table = {"double": lambda fn: lambda *a: fn(*a) * 2, "list": [lambda fn: lambda *a: [fn(*a)]]}


@table["double"]
@table["list"][0]
@(lambda fn: lambda *a: fn(*a) + 1)
def g(x):
    return x


print(g(1))


@(lambda fn: print("decorating", fn.__name__))
def returns_none():
    pass


print(returns_none)


@(d := lambda fn: fn.__name__.upper())
def walrus(): ...


print(walrus, d.__name__)


@(mark if True else None)("conditional")
def h(): ...


# The name is bound once, after decoration: inside the decorator the old value is still visible.
value = "old"


def see(fn):
    print("during decoration:", value)
    return "new"


@see
def value(): ...


print(value)


def register(fn=None, /, *, name=None):
    """Usable with and without arguments."""
    if fn is None:
        return lambda f: register(f, name=name)
    registry[name or fn.__name__] = fn
    return fn


registry = {}


@register
def plain(): return 1


@register(name="alias")
def other(): return 2


print({k: v() for k, v in registry.items()}, plain(), other())
try:
    @undefined_decorator
    def never(): ...
except NameError as e:
    print(e)
try:
    @5
    def never(): ...
except TypeError as e:
    print(e)
try:
    never
except NameError as e:
    print(e)
