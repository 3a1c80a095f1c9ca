names = [f"a{i}" for i in range(300)]
ns = {}
exec(f"def f({', '.join(names)}): return {' + '.join(names)}", ns)
print(ns["f"](*range(300)))  # expect: 44850
print(ns["f"](**{n: 1 for n in names}))  # expect: 300
exec(f"r = f({', '.join(str(i) for i in range(300))})", ns)
print(ns["r"])  # expect: 44850
try:
    ns["f"](*range(298))
except TypeError as e:
    print(e)  # expect: f() missing 2 required positional arguments: 'a298' and 'a299'
def g(*args, **kw): return len(args), len(kw)
print(g(*range(1000), **{n: 0 for n in names}))  # expect: (1000, 300)
