"""What a for loop really does, and the difference between an iterable, an iterator and a generator."""
from collections.abc import Generator, Iterable, Iterator


class Countdown:
    """An iterable: every loop gets its own iterator."""

    def __init__(self, n): self.n = n
    def __iter__(self): return CountdownIterator(self.n)


class CountdownIterator:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0:
            raise StopIteration("the value for yield from")
        self.n -= 1
        return self.n + 1


def countdown(n):
    while n > 0:
        yield n
        n -= 1
    return "the value for yield from"


c, i, g = Countdown(3), CountdownIterator(3), countdown(3)
for name, x in (("iterable", c), ("iterator", i), ("generator", g)):
    print(name, isinstance(x, Iterable), isinstance(x, Iterator), isinstance(x, Generator), iter(x) is x, list(x), list(x))


def manual(iterable):
    """A for loop with an else, spelled out."""
    it = iter(iterable)
    while True:
        try:
            x = next(it)
        except StopIteration as stop:
            print("  stopped with", stop.value)
            break
        print("  got", x)


manual(Countdown(2))
manual(countdown(2))


def delegate(x):
    result = yield from x
    yield f"result: {result}"


print(list(delegate(Countdown(1))), list(delegate(countdown(1))), list(delegate([9])))
nested = [(a, b) for a in Countdown(2) for b in Countdown(2)]
shared = CountdownIterator(4)
print(nested, [(a, b) for a in shared for b in shared])


class BrokenIterator:
    """Comes back to life after StopIteration, which the protocol forbids and nobody checks."""

    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n % 3 == 0:
            raise StopIteration
        return self.n


b = BrokenIterator()
print(list(b), list(b), list(b))
sentinel = iter(iter([1, 2, 0, 3]).__next__, 0)
print(list(sentinel), list(sentinel))
it = iter([1, 2, 3])
print(next(it), [*it], next(it, "default"))
for bad in (lambda: next(it), lambda: next(Countdown(1)), lambda: iter(5), lambda: next(countdown)):
    try:
        bad()
    except (StopIteration, TypeError) as e:
        print(type(e).__name__, str(e) or repr(e.value))
