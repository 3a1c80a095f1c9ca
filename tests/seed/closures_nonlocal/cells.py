"""Closures capture variables, not values: cells, sharing, lifetime, introspection."""


def make_counter():
    count = 0

    def inc() -> int:
        nonlocal count
        count += 1
        return count
    return inc


a, b = make_counter(), make_counter()
print(a(), a(), b(), a(), b())
print(a.__closure__[0].cell_contents, b.__closure__[0].cell_contents, a.__code__ is b.__code__, a.__code__.co_freevars)


def account(balance):
    def deposit(x):
        nonlocal balance
        balance += x
        return balance

    def withdraw(x):
        nonlocal balance
        if x > balance:
            raise ValueError(f"only {balance}")
        balance -= x
        return balance

    def show():
        return balance
    return deposit, withdraw, show


deposit, withdraw, show = account(10)
print(deposit(5), withdraw(3), show())
try:
    withdraw(100)
except ValueError as e:
    print(e, show())
print(deposit.__closure__[0] is withdraw.__closure__[0], show.__closure__[0].cell_contents)
deposit.__closure__[0].cell_contents = 1000
print(show())


def late():
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    hs = [(lambda j: lambda: j)(i) for i in range(3)]
    ks = []
    for i in range(3):
        def k(): return i
        ks.append(k)
    i = "after the loop"
    return [f() for f in fs], [g() for g in gs], [h() for h in hs], [k() for k in ks]


print(late())


def levels():
    x = "levels"
    def one():
        x = "one"
        def two():
            nonlocal x
            x += "+two"
            def three():
                nonlocal x
                x += "+three"
                return x
            return three()
        result = two()
        return result, x
    return one(), x


print(levels())


def read_through():
    v = [1]
    def append(): v.append(2)
    def rebind():
        v = "local"
        return v
    append()
    return rebind(), v


print(read_through())


def unset():
    def get(): return later
    try:
        get()
    except NameError as e:
        print(type(e).__name__, e)
    later = 5
    print(get())
    del later
    try:
        get()
    except NameError as e:
        print(type(e).__name__, e)
    try:
        get.__closure__[0].cell_contents
    except ValueError as e:
        print(e)
    try:
        later
    except UnboundLocalError as e:
        print(type(e).__name__, e)
    later = "again"
    return get()


print(unset())


def arguments(p, *args, q=2, **kw):
    def inner():
        nonlocal p
        p += 1
        return p, args, q, kw
    return inner, lambda: p


inner, peek = arguments(1, 5, 6, z=7)
print(inner(), inner(), peek(), arguments.__code__.co_cellvars)


def recursion():
    def fact(n): return 1 if n == 0 else n * fact(n - 1)
    old = fact
    def fact(n): return "replaced"
    return old(3) if False else type(old(0)), old(1) if False else ""


print(recursion())


def self_reference():
    def f(n): return n and f(n - 1) + 1
    return f


print(self_reference()(50), self_reference().__closure__[0].cell_contents.__name__)


def generator():
    total = 0
    def add(x):
        nonlocal total
        total += x
    def gen():
        for i in range(3):
            add(i)
            yield total
    return list(gen()), total


print(generator())


class K:
    y = "class"
    def m(self):
        z = "method"
        class Inner:
            w = z
            def deep(self): return z, __class__.__name__
        return Inner().w, Inner().deep()


print(K().m())


def exec_scope():
    hidden = 1
    try:
        return eval("hidden")
    finally:
        pass


def exec_closure():
    captured = 2
    def inner():
        captured
        return eval("captured"), sorted(locals())
    return inner()


print(exec_scope(), exec_closure())


def comprehension():
    k = 10
    return [k * i for i in range(2)], {i: (lambda: k + i)() for i in range(2)}, sum(k for _ in range(2))


print(comprehension())
for code in ("def f():\n    nonlocal q", "nonlocal q", "def f(q):\n    nonlocal q", "def f():\n    q = 1\n    def g():\n        q = 2\n        nonlocal q", "def f():\n    q = 1\n    def g():\n        global q\n        nonlocal q", "class C:\n    q = 1\n    def g(self):\n        nonlocal q"):
    try:
        compile(code, "<t>", "exec")
        print("compiles")
    except SyntaxError as e:
        print(e.msg)
