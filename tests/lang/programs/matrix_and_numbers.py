def matmul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
def power(m, n):
    result = [[int(i == j) for j in range(len(m))] for i in range(len(m))]
    while n:
        if n & 1: result = matmul(result, m)
        m, n = matmul(m, m), n >> 1
    return result
print(power([[1, 1], [1, 0]], 300)[0][1])
def det(m):
    from fractions import Fraction
    m = [[Fraction(x) for x in r] for r in m]
    d = 1
    for i in range(len(m)):
        p = next((r for r in range(i, len(m)) if m[r][i]), None)
        if p is None: return 0
        if p != i: m[i], m[p] = m[p], m[i]; d = -d
        d *= m[i][i]
        for r in range(i + 1, len(m)):
            f = m[r][i] / m[i][i]
            m[r] = [a - f * b for a, b in zip(m[r], m[i])]
    return d
print(det([[2, 0, 1], [1, 3, 2], [1, 1, 1]]), det([[1, 2], [2, 4]]))
def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0:2] = b"\0\0"
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]: flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(flags) if f]
print(len(sieve(10000)), sieve(50))
def is_prime(n):
    if n < 2: return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0: return n == p
    d, s = n - 1, 0
    while d % 2 == 0: d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1: break
        else: return False
    return True
print([n for n in (2**61 - 1, 2**61 + 1, 10**18 + 9, 2**89 - 1) if is_prime(n)])
def pi_digits(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    out = []
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2
    return "".join(map(str, out))
print(pi_digits(60))
def newton(f, x, eps=1e-12):
    for _ in range(100):
        dx = f(x) / ((f(x + 1e-6) - f(x - 1e-6)) / 2e-6)
        x -= dx
        if abs(dx) < eps: return x
print(round(newton(lambda x: x * x - 2, 1.0), 9))
def collatz(n, memo={1: 1}):
    path = []
    while n not in memo: path.append(n); n = n * 3 + 1 if n & 1 else n >> 1
    for i, p in enumerate(reversed(path), 1): memo[p] = memo[n] + i
    return memo[path[0]] if path else memo[n]
print(max(range(1, 3000), key=collatz), collatz(2919))

# output:
# 222232244629420445529739893461909967206666939096499764990979600
# 0 0
# 1229 [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47]
# [2305843009213693951, 1000000000000000009, 618970019642690137449562111]
# 314159265358979323846264338327950288419716939937510582097494
# 1.414213562
# 2919 217
