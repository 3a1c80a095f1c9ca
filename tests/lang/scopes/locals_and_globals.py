def f(a, b=2):
    c = 3
    return locals()
print(f(1))  # expect: {'a': 1, 'b': 2, 'c': 3}
def g():
    x = 1
    d = locals()
    d["x"] = 99
    return x, locals()["x"], d is locals()
print(g())  # expect: (1, 1, False)
print(globals()["__name__"], "f" in globals())  # expect: __main__ True
globals()["dynamic"] = 5
print(dynamic)  # expect: 5
class C:
    y = 1
    print(sorted(k for k in locals() if not k.startswith("__")))  # expect: ['y']
