x = "outer"
print([x for x in range(3)], x)  # expect: [0, 1, 2] outer
fs = [lambda: i for i in range(3)]
print([f() for f in fs])  # expect: [2, 2, 2]
gs = [lambda i=i: i for i in range(3)]
print([g() for g in gs])  # expect: [0, 1, 2]
class C:
    n = 3
    sizes = [i for i in range(n)]
    try:
        bad = [n for _ in range(1)]
    except NameError as e:
        print(e)  # expect: name 'n' is not defined
print(C.sizes)  # expect: [0, 1, 2]
def f():
    y = 5
    return [x + y for x in range(2)], list(x * y for x in range(2))
print(f())  # expect: ([5, 6], [0, 5])
def g():
    [leak := v for v in range(3)]
    return leak
print(g())  # expect: 2
