"""Work that grows: `scale.py OPERATION SIZE`, run by the interpreter under measurement, prints the seconds of one item.

`cargo xtask bench --suite scale` runs each operation at three sizes, ten times apart, under all interpreters (harness/scale.py). An operation
is a function of the size that prepares, and yields where the clock starts and where it stops; what it yields last is the number of items.
"""

import gc
import sys
from time import perf_counter

# For each operation: what one item is, and the smallest and largest size.
OPERATIONS = {}


def operation(item, first, sizes=3):
    def enter(function):
        OPERATIONS[function.__name__] = (item, [first * 10**power for power in range(sizes)], function)
        return function
    return enter


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


@operation("append", 100_000)
def list_append(n):
    xs = []
    yield
    for i in range(n):
        xs.append(i)
    yield n


@operation("item", 100_000)
def list_comprehension(n):
    yield
    [i * 2 for i in range(n)]
    yield n


@operation("item", 100_000)
def list_sort(n):
    xs = [i * 7919 % 1_000_003 for i in range(n)]
    yield
    xs.sort()
    yield n


@operation("insertion", 100_000)
def dict_of_ints(n):
    d = {}
    yield
    for i in range(n):
        d[i] = i
    yield n


@operation("look-up", 100_000)
def dict_look_up(n):
    d = {i: None for i in range(n)}
    yield
    for i in range(0, n * 7, 7):
        d[i % n]
    yield n


@operation("insertion", 10_000)
def dict_of_strings(n):
    keys = ["key %d" % i for i in range(n)]
    d = {}
    yield
    for key in keys:
        d[key] = None
    yield n


@operation("insertion", 100_000)
def set_of_ints(n):
    s = set()
    yield
    for i in range(n):
        s.add(i * 3)
    yield n


@operation("instance", 10_000)
def instances_made(n):
    kept = [None] * n
    yield
    for i in range(n):
        kept[i] = Point(i, None)
    yield n


@operation("instance", 10_000)
def instances_freed(n):
    kept = [Point(i, None) for i in range(n)]
    yield
    kept.clear()
    yield n


@operation("level", 10_000)
def nesting_freed(n):
    nest = None
    for _ in range(n):
        nest = [nest]
    yield
    nest = None
    yield n


@operation("character", 1_000_000)
def string_appended(n):
    s = ""
    yield
    for _ in range(n // 100):
        s += "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789" "0123456789"
    yield n


@operation("character", 1_000_000)
def string_joined(n):
    parts = ["0123456789"] * (n // 10)
    yield
    "".join(parts)
    yield n


@operation("character", 1_000_000)
def string_searched(n):
    s = "abcdefghi " * (n // 10)
    yield
    s.find("xyz"); s.count("e")
    yield n


@operation("character", 1_000_000)
def string_replaced(n):
    s = "abcdefghi " * (n // 10)
    yield
    s.replace("e", "EE")
    yield n


@operation("character", 1_000_000)
def string_split(n):
    s = "abcdefghi " * (n // 10)
    yield
    s.split()
    yield n


@operation("character", 1_000_000)
def string_encoded(n):
    s = "abcdé日hi " * (n // 10)
    yield
    s.encode().decode()
    yield n


@operation("subscript", 1_000_000)
def string_subscripts(n):
    s = "abcdé日hij " * (n // 10)
    yield
    for i in range(10_000):
        s[i * 7919 % n]
    yield 10_000


@operation("subscript", 1_000_000)
def string_slices(n):
    s = "abcdé日hij " * (n // 10)
    yield
    for i in range(10_000):
        start = i * 7919 % (n - 10)
        s[start:start + 10]
    yield 10_000


@operation("character", 1_000_000)
def string_iterated(n):
    s = "abcdé日hij " * (n // 10)
    yield
    for c in s:
        pass
    yield n


@operation("byte", 1_000_000)
def bytearray_grown(n):
    b = bytearray()
    yield
    for _ in range(n // 10):
        b += b"0123456789"
    yield n


@operation("digit", 10_000)
def int_multiplied(n):
    a = 10**n - 3
    b = 10**n - 7
    yield
    a * b
    yield n


@operation("digit", 10_000)
def int_divided(n):
    a, b = 10**n - 3, 10**(n // 2) - 7
    yield
    divmod(a, b)
    yield n


@operation("digit", 10_000)
def int_to_text(n):
    a = 10**n - 3
    yield
    str(a)
    yield n


@operation("digit", 10_000)
def int_from_text(n):
    text = "1234567890" * (n // 10)
    yield
    int(text)
    yield n


@operation("digit", 10_000)
def int_power(n):
    yield
    10**n
    yield n


def two():
    yield 1
    yield 2


@operation("generator", 1_000)
def generators_alive(n):
    kept = [None] * n
    yield
    for i in range(n):
        kept[i] = two()
        next(kept[i])
    for generator in kept:
        next(generator)
    yield n


@operation("thread", 100)
def threads_in_turn(n):
    from threading import Thread
    yield
    for _ in range(n):
        thread = Thread(target=len, args=((),))
        thread.start()
        thread.join()
    yield n


@operation("thread", 10)
def threads_at_once(n):
    from threading import Event, Thread
    go = Event()
    threads = [Thread(target=go.wait) for _ in range(n)]
    yield
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    yield n


@operation("object", 100_000)
def collection_of_live(n):
    kept = [[None] for _ in range(n)]
    gc.collect()
    yield
    gc.collect()
    yield n


@operation("object", 100_000)
def collection_of_garbage(n):
    gc.disable()
    gc.collect()
    for _ in range(n // 2):
        a, b = [None], [None]
        a[0], b[0] = b, a
    a = b = None
    yield
    gc.collect()
    yield n


@operation("object", 10_000)
def garbage_in_passing(n):
    yield
    for _ in range(n):
        a = []
        a.append(a)
    yield n


def measure(name, size):
    """Seconds of one item: the best of some tries where one is short."""
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    function = OPERATIONS[name][2]
    best, spent = None, 0
    while True:
        steps = function(size)
        next(steps)
        start = perf_counter()
        items = next(steps)
        took = perf_counter() - start
        steps.close()
        best = min(took, took if best is None else best)
        spent += took
        if spent > 0.1 or took > 0.05 or not took:
            return best / items


if __name__ == "__main__":
    print("@bench", sys.argv[1], repr(measure(sys.argv[1], int(sys.argv[2]))), flush=True)
