import itertools
class Stream:
    """A lazy linked list, memoised."""
    def __init__(self, head, tail): self.head, self._tail = head, tail
    @property
    def tail(self):
        if callable(self._tail): self._tail = self._tail()
        return self._tail
    def __iter__(self):
        s = self
        while s is not None:
            yield s.head
            s = s.tail
    def map(self, f): return Stream(f(self.head), lambda: self.tail and self.tail.map(f))
    def filter(self, p):
        s = self
        while not p(s.head): s = s.tail
        return Stream(s.head, lambda: s.tail.filter(p))
    def take(self, n): return list(itertools.islice(self, n))
def count(n): return Stream(n, lambda: count(n + 1))
def sieve(s): return Stream(s.head, lambda: sieve(s.tail.filter(lambda x: x % s.head)))
print(sieve(count(2)).take(20), count(1).map(lambda x: x * x).take(5))
def add(a, b): return Stream(a.head + b.head, lambda: add(a.tail, b.tail))
fib = Stream(0, lambda: Stream(1, lambda: add(fib, fib.tail)))
print(fib.take(30)[-5:])
def hamming():
    last = 0
    queues = {2: [1], 3: [1], 5: [1]}
    while True:
        n = min(q[0] for q in queues.values())
        for q in queues.values():
            if q[0] == n: q.pop(0)
        yield n
        for f, q in queues.items(): q.append(n * f)
        for q in queues.values(): q.sort()
def unique(it):
    seen = object()
    for x in it:
        if x != seen: yield x
        seen = x
print(list(itertools.islice(unique(hamming()), 15)))
def flatten(x):
    if isinstance(x, (list, tuple)):
        for y in x: yield from flatten(y)
    else: yield x
print(list(flatten([1, [2, (3, [4, []]), 5], ((6,),)])))
def zigzag(*its):
    its = [iter(i) for i in its]
    while its:
        for it in its[:]:
            try: yield next(it)
            except StopIteration: its.remove(it)
print("".join(zigzag("abc", "12345", "x")))
def grouped(it, key):
    group, last = [], object()
    for x in it:
        if (k := key(x)) != last and group: yield last, group; group = []
        last = k; group.append(x)
    if group: yield last, group
print(list(grouped([1, 3, 2, 4, 5], lambda x: x % 2)))
def primes_below(n): return [p for p in range(2, n) if all(p % d for d in range(2, int(p ** .5) + 1))]
def tee_sum(it): a, b = itertools.tee(it); return sum(a), max(b)
print(primes_below(40), tee_sum(x * x for x in range(10)))

# output:
# [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71] [1, 4, 9, 16, 25]
# [75025, 121393, 196418, 317811, 514229]
# [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 18, 20, 24]
# [1, 2, 3, 4, 5, 6]
# a1xb2c345
# [(1, [1, 3]), (0, [2, 4]), (1, [5])]
# [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37] (285, 81)
