"""The scope rules in full: what a name means in functions, classes, comprehensions, exec and type parameters."""
x = "global"


def reads():
    return x


def assigns():
    x = "local"
    return x


def declared():
    global x
    x = "changed by declared"
    return x


print(reads(), assigns(), reads(), declared(), reads())
x = "global"


def class_in_function():
    x = "function"

    class C:
        a = x
        x = "class"
        b = x
        c = [x for _ in range(1)]
        d = (lambda: x)()
        e = [y for y in x]
        def m(self): return x

        class Inner:
            f = x

    return C.a, C.b, C.c, C.d, len(C.e), C().m(), C.Inner.f


print(class_in_function())


def global_inside_nested():
    x = "enclosing"

    def inner():
        global x
        return x

    def deeper():
        def deepest():
            return x
        return deepest()
    return inner(), deeper()


print(global_inside_nested())


class Global:
    global from_class
    from_class = "set by a class body"
    x = x + "!"
    def read(self): return from_class


print(from_class, Global.x, Global().read())


def comprehension_scopes():
    x = 1
    a = [x for x in range(3)]
    b = [[x for x in range(i)] for i in range(3)]
    c = [x + y for x in range(2) for y in range(x, 2)]
    d = [(lambda: x)() for x in range(2)]
    e = {x: x for x in "ab"}
    return x, a, b, c, d, e


print(comprehension_scopes())


def walrus_in_comprehension():
    found = None
    def inner():
        nonlocal found
        return any((found := v) > 2 for v in range(5))
    return inner(), found


print(walrus_in_comprehension())


def exec_and_locals():
    y = 1
    exec("y = 2; z = 3")
    snapshot = locals()
    exec("w = 4", globals(), snapshot)
    return y, sorted(snapshot), snapshot["w"]


print(exec_and_locals())


def conditional_binding(flag):
    if flag:
        v = "bound"
    def read(): return v
    try:
        return read()
    except NameError as e:
        return f"{type(e).__name__}: {e}"


print(conditional_binding(True), conditional_binding(False))


def delete_and_rebind():
    n = 1
    def read(): return n
    out = [read()]
    del n
    try:
        read()
    except NameError:
        out.append("unbound")
    n = 2
    out.append(read())
    return out


print(delete_and_rebind())


def parameter_shadows(print=print, len=lambda x: 42):
    return len("abc")


print(parameter_shadows())


def default_scope(a=x, b=lambda: x):
    x = "local x"
    return a, b()


print(default_scope())


def import_binds():
    from math import pi as p, floor
    import os.path as q
    return floor(p), q.__name__ in ("posixpath", "ntpath")


print(import_binds())


def star(*x, **y): return x, y


def except_scope():
    err = "before"
    try:
        raise ValueError("v")
    except ValueError as err:
        inner = str(err)
    try:
        return inner, err
    except UnboundLocalError as e:
        return inner, str(e)


print(star(1, k=2), except_scope())


def with_and_for():
    for i, (j, *k) in enumerate(["abc"]): pass
    class CM:
        def __enter__(self): return (1, [2, 3])
        def __exit__(self, *a): pass
    with CM() as (m, [n, o]): pass
    match {"p": [5]}:
        case {"p": [p]}: pass
    return i, j, k, m, n, o, p


print(with_and_for())


def generic[T](x: T, default: type[T] = str) -> T:
    def inner(): return T.__name__, x
    return inner()


print(generic("v"), generic.__type_params__)


class G[T]:
    items: list[T] = []
    def m[U](self, u: U): return T.__name__, U.__name__
    T_inside = T


print(G().m(1), G.T_inside is G.__type_params__[0])


def builtins_last():
    results = [max is __builtins__.max]
    max_local = max
    def shadow():
        max = min
        return max(1, 2)
    return results, shadow(), max_local(1, 2)


print(builtins_last())
print([name for name in ("x", "y", "z", "i", "p", "from_class", "err") if name in globals()])
code = "v = 1\ndef f():\n    return v\nclass C:\n    v = 2\n    w = f()\n    def g(self): return v\nr = C.w, C().g(), [v for _ in [0]]"
ns = {}
exec(code, ns)
print(ns["r"])
try:
    exec(code, {}, {})
except NameError as e:
    print(e)
print(eval("(lambda a: [a * b for b in range(3)])(2)"), eval("[x for x in 'ab']", {}), eval("x + q", {"q": "?"}, {"x": "!"}))
