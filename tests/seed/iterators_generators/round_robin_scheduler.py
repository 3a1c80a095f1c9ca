"""A scheduler, channels and a tree walk out of nothing but generators."""
from collections import deque


class Scheduler:
    def __init__(self): self.ready, self.log, self.waiting = deque(), [], {}

    def spawn(self, name, gen):
        self.ready.append((name, gen, None))

    def run(self):
        while self.ready:
            name, gen, value = self.ready.popleft()
            try:
                request = gen.send(value)
            except StopIteration as e:
                self.log.append(f"{name} -> {e.value}")
                continue
            except Exception as e:
                self.log.append(f"{name} !! {type(e).__name__}: {e}")
                continue
            match request:
                case None:
                    self.ready.append((name, gen, None))
                case ("put", box, x):
                    if self.waiting.get(box):
                        wname, wgen = self.waiting[box].popleft()
                        self.ready.append((wname, wgen, x))
                    else:
                        self.waiting.setdefault(("full", box), deque()).append(x)
                    self.ready.append((name, gen, None))
                case ("get", box):
                    if queue := self.waiting.get(("full", box)):
                        self.ready.append((name, gen, queue.popleft()))
                    else:
                        self.waiting.setdefault(box, deque()).append((name, gen))
                case other:
                    self.log.append(f"{name} asked for {other!r}")
                    gen.close()
        return self.log


def producer(n):
    for i in range(n):
        yield ("put", "box", i)
        yield
    yield ("put", "box", None)
    return "produced"


def consumer():
    total = 0
    while (x := (yield ("get", "box"))) is not None:
        total += x
    return total


def faulty():
    yield
    raise RuntimeError("broke down")


def odd():
    try:
        yield "nonsense"
    finally:
        s.log.append("odd cleaned up")


s = Scheduler()
s.spawn("consumer", consumer())
s.spawn("producer", producer(5))
s.spawn("faulty", faulty())
s.spawn("odd", odd())
print(*s.run(), sep="\n")


def walk(tree, depth=0):
    name, *children = tree
    yield depth, name
    for child in children:
        yield from walk(child, depth + 1)


tree = ("root", ("a", ("a1",), ("a2", ("deep",))), ("b",))
print([f"{'.' * d}{n}" for d, n in walk(tree)])


def merge(*streams):
    """Merge sorted streams, closing nothing early."""
    heads = [(next(it), n, it) for n, it in enumerate(map(iter, streams))]
    heads.sort()
    while heads:
        value, n, it = heads.pop(0)
        yield value
        try:
            heads.append((next(it), n, it))
            heads.sort()
        except StopIteration:
            pass


print(list(merge([1, 4, 7], (2, 5), range(3, 9, 3))))


def primes():
    found = {}
    n = 2
    while True:
        if n not in found:
            yield n
            found[n * n] = [n]
        else:
            for p in found.pop(n):
                found.setdefault(n + p, []).append(p)
        n += 1


import itertools
print(list(itertools.islice(primes(), 20)), next(p for p in primes() if p > 500))
