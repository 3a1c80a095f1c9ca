# Counts of calls, and who called whom; times are not promised.
import cProfile, pstats, io, time, sys
def f(n): return n if n < 2 else f(n-1) + f(n-2)
def g(x):
    return [abs(i) for i in sorted(x, key=k)]
def k(i): return -i
def boom():
    try: int('x')
    except ValueError: pass
    len([]); [].append(1); list.append([], 1); 'a'.upper(); dict.fromkeys('a')
def gen():
    for i in range(3): yield i
def table(p, **kw):
    s = io.StringIO()
    st = pstats.Stats(p, stream=s)
    rows = sorted((fn[2], cc, nc, sorted((c[2], v[:2]) for c, v in callers.items())) for fn, (cc, nc, tt, ct, callers) in st.stats.items())
    for r in rows: print(r)
p = cProfile.Profile()
print(p.runcall(f, 6)); table(p)
p = cProfile.Profile()
with p:
    g([3, 1, 2]); boom(); list(gen())
table(p)
p = cProfile.Profile(builtins=False, subcalls=False); p.enable(builtins=False, subcalls=False); g([1]); p.disable(); print(sorted((getattr(e.code, 'co_name', e.code), e.callcount, e.calls) for e in p.getstats()))
p.clear(); print(p.getstats())
p.enable()
try: cProfile.Profile().enable()
except ValueError as e: print(e)
p.disable()
t = iter(range(1000))
p = cProfile.Profile(lambda: next(t), 0.5); p.runcall(k, 1); print([type(e.totaltime) for e in p.getstats()][:1])
e = cProfile.Profile(); e.run('1+1'); print(cProfile.label(f.__code__)[1:], cProfile.label('x'))

import os, subprocess, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    with open(path, "w") as file:
        file.write("import sys\ndef f(): return 1\nf(); f()\nprint(sys.argv[1:], __name__, __spec__)\n")
    for options in ["-s", "name"], ["-o", os.path.join(folder, "stats")]:
        done = subprocess.run([sys.executable, "-m", "cProfile", *options, path, "x"], capture_output=True, text=True)
        print(done.returncode, done.stdout.splitlines()[0], "program.py:2(f)" in done.stdout, done.stderr)
    stats = pstats.Stats(os.path.join(folder, "stats")).stats
    print([row[:2] for name, row in stats.items() if name[2] == "f"])
