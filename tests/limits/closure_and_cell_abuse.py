def f():
    try:
        return x
    except NameError as e:
        print(e)  # expect: cannot access local variable 'x' where it is not associated with a value
    x = 1
f()
def mk():
    def inner(): return v
    return inner
def with_del():
    v = 1
    def inner(): return v
    del v
    return inner
try:
    with_del()()
except NameError as e:
    print(type(e).__name__, e)  # expect: NameError cannot access free variable 'v' where it is not associated with a value in enclosing scope
def many():
    fs = []
    for i in range(1000):
        def g(i=i): return lambda: i
        fs.append(g())
    return sum(h() for h in fs)
print(many())  # expect: 499500
def deep(n):
    ns = {}
    src = "".join(" " * i + f"def f{i}(a{i}):\n" for i in range(n)) + " " * n + "return " + "+".join(f"a{i}" for i in range(n)) + "\n"
    for i in range(n - 1, 0, -1): src += " " * i + f"return f{i}\n"
    exec(src, ns)
    f = ns["f0"]
    for i in range(n): f = f(i)
    return f
print(deep(15))  # expect: 105
