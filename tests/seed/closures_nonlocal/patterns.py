"""What closures are for: memoising, partial application, state machines, encapsulation, callbacks."""


def memoize(fn):
    cache, hits = {}, 0

    def inner(*args):
        nonlocal hits
        if args in cache:
            hits += 1
        else:
            cache[args] = fn(*args)
        return cache[args]

    inner.stats = lambda: (hits, len(cache))
    inner.forget = cache.clear
    return inner


@memoize
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(60), fib.stats())
fib.forget()
print(fib.stats(), fib(3))


def curry(fn, arity=None, args=()):
    arity = fn.__code__.co_argcount if arity is None else arity
    return lambda *more: fn(*args, *more) if len(args + more) >= arity else curry(fn, arity, args + more)


add3 = curry(lambda a, b, c: (a, b, c))
print(add3(1)(2)(3), add3(1, 2)(3), add3(1)(2, 3), add3(1, 2, 3))


def compose(*fns):
    def run(x):
        for f in reversed(fns):
            x = f(x)
        return x
    return run


print(compose(str, lambda x: x + 1, int)("41"))


def toggle(*states):
    at = -1
    def step():
        nonlocal at
        at = (at + 1) % len(states)
        return states[at]
    return step


light = toggle("red", "green", "amber")
print([light() for _ in range(5)])


def history(limit):
    past = []
    def record(x=None, /, *, undo=False):
        nonlocal past
        if undo:
            past, dropped = past[:-1], past[-1:]
            return dropped
        past = (past + [x])[-limit:]
        return tuple(past)
    return record


h = history(3)
print(h(1), h(2), h(3), h(4), h(undo=True), h(undo=True), h(9))


def once(fn):
    done, value = False, None
    def inner():
        nonlocal done, value
        if not done:
            value, done = fn(), True
        return value
    return inner


init = once(lambda: print("  initialised") or "ready")
print(init(), init())


def emitter():
    handlers = {}
    def on(name):
        def register(fn):
            handlers.setdefault(name, []).append(fn)
            def off():
                handlers[name].remove(fn)
            fn.off = off
            return fn
        return register
    def emit(name, *args):
        return [fn(*args) for fn in handlers.get(name, ())]
    return on, emit


on, emit = emitter()


@on("click")
def first(x): return f"first {x}"
@on("click")
def second(x): return f"second {x}"


print(emit("click", 1), first.off(), emit("click", 2), emit("none"))


def counter_object():
    n = 0
    class Counter:
        def __iadd__(self, k):
            nonlocal n
            n += k
            return self
        value = property(lambda self: n)
    return Counter(), Counter()


c1, c2 = counter_object()
c1 += 5
c2 += 10
print(c1.value, c2.value)


def rate_limiter(per_call, clock):
    last = None
    def allowed():
        nonlocal last
        now = clock()
        if last is not None and now - last < per_call:
            return False
        last = now
        return True
    return allowed


ticks = iter([0, 1, 5, 6, 10])
ok = rate_limiter(5, lambda: next(ticks))
print([ok() for _ in range(5)])


def make_namespace(**names):
    """Getters and setters over one dict of cells."""
    def get(k): return names[k]
    def set(k, v): names[k] = v
    def freeze():
        nonlocal names
        import types
        names = types.MappingProxyType(dict(names))
    return get, set, freeze


get, set_, freeze = make_namespace(a=1)
set_("b", 2)
freeze()
try:
    set_("c", 3)
except TypeError as e:
    print(get("b"), e)


def y(f): return (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))


print(y(lambda self: lambda n: 1 if n == 0 else n * self(n - 1))(10))


def church(n): return lambda f: lambda x: x if n == 0 else f(church(n - 1)(f)(x))


plus = lambda m, n: lambda f: lambda x: m(f)(n(f)(x))
times = lambda m, n: lambda f: m(n(f))
print(times(church(3), plus(church(2), church(4)))(lambda v: v + 1)(0))
def accumulate():
    total, values = 0, []
    def add(*xs):
        nonlocal total
        for total in (total + x for x in xs):
            values.append(total)
        return total
    add.values = values
    return add
acc = accumulate()
print(acc(1, 2, 3), acc(10), acc.values)
def with_walrus():
    best = None
    def see(x):
        nonlocal best
        return (best := x) if best is None or x > best else best
    return [see(x) for x in (3, 1, 4, 1, 5)], best
print(with_walrus())
def unpack_into():
    a = b = rest = None
    def go(xs):
        nonlocal a, b, rest
        a, (b, *rest) = xs
    go([1, "xyz"])
    return a, b, rest
print(unpack_into())
def targets():
    err = i = mod = None
    def go():
        nonlocal err, i, mod
        import math as mod
        for i in range(3): pass
        with open_like() as err: pass
    class open_like:
        def __enter__(self): return "entered"
        def __exit__(self, *a): pass
    go()
    return err, i, mod.__name__
print(targets())
def deleted():
    x = 1
    def drop():
        nonlocal x
        del x
    drop()
    try:
        return x
    except UnboundLocalError as e:
        return str(e)
    except NameError as e:
        return "NameError " + str(e)
print(deleted())
def handler_name():
    e = "kept"
    def go():
        nonlocal e
        try:
            1 / 0
        except ZeroDivisionError as e:
            pass
    go()
    try:
        return e
    except NameError as err:
        return type(err).__name__
print(handler_name())
