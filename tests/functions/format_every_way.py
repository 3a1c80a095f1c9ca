import random
random.seed(5)
out = []
def show(f):
    try: r = f()
    except Exception as e: r = f'{type(e).__name__} {e}'
    out.append(repr(r))
specs = ['', '5', '<5', '^9', '>8.3', '*^12', '+', ' d', 'x', '#x', '#010b', ',', '_x', '08,', '.2f', '10.3e', '.3%', 'g', '.10g', 'n', 'c', 's', '.17f', '.20f', '=+9', '0>4', 'é^9', '5.', '1_000', ',_', '.,f', 'zf', 'z.0f', '100', '#g', '#.0f', '٣', 'q', 'dd', '010', '<010', '.0', '.1', '\x00<5', '0', '00', '-', '#', '=5', '65', '5000']
values = [0, 1, -1, 255, -255, 10**6, 2**62, -2**62, 2**70, True, 0.0, -0.0, 1.5, -2.675, 1e16, 1e-7, 1e300, float('inf'), float('nan'), 'abc', 'é', '日本', '', 1+2j]
for v in values:
    for s in specs:
        show(lambda: format(v, s)); show(lambda: f'{v:{s}}'); show(lambda: ('{:%s}' % s).format(v)); show(lambda: ('<{0:%s}é{0}>' % s).format(v))
ps = ['%d', '%i', '%u', '%5d', '%-5d|', '%05d', '%+d', '% d', '%x', '%#x', '%X', '%o', '%#o', '%.3d', '%08.3f', '%e', '%g', '%G', '%#g', '%.0f', '%s', '%5s', '%.1s', '%-6s|', '%r', '%a', '%c', '%%', '%ld', '%q', '%', '%*d', '%+08.2f', '%.20f', '%70d']
for v in values:
    for s in ps:
        show(lambda: s % v); show(lambda: 'é' + s % (v,)); show(lambda: ('%s日' + s) % (v, v)); show(lambda: b'x' % () + s.encode() % v)
show(lambda: '%(a)s %(b)5d' % {'a': 1, 'b': 2}); show(lambda: '%s %s' % (1,)); show(lambda: '%s' % (1, 2)); show(lambda: '%*d|%-*d' % (5, 1, 5, 2)); show(lambda: '%.*f' % (2, 1.234))
class A:
    def __str__(self): return '%s-%d' % ('in', 3)
    def __format__(self, s): return '{}:{}'.format(s, '%s' % self)
show(lambda: '%s %s %s' % (A(), A(), 'é')); show(lambda: '{} {:x} {}'.format(A(), A(), 1)); show(lambda: f'{A()} {A():z}')
show(lambda: '{:{w}.{p}f}'.format(3.14159, w=10, p=2)); show(lambda: '{0[k]} {1.real}'.format({'k': 1}, 5)); show(lambda: 'x' * 5000 % ()); show(lambda: ('y' * 5000 + '%s') % 'z')
for i in range(3000):
    x = random.choice([random.random(), random.uniform(-1e6, 1e6), random.expovariate(1) * 10 ** random.randint(-10, 20), round(random.random(), 3), random.randint(-10**6, 10**6) / 8])
    p = random.randint(0, 17)
    out.append(f'{x:.{p}f}|{x:{p}.{p}e}|{x:.{p}g}|{x:.{p}%}|{x:,.{p}f}|' + '%.*f %.*g' % (p, x, p, x))
import hashlib
print(len(out), hashlib.sha256('\n'.join(out).encode('utf8', 'surrogatepass')).hexdigest())
