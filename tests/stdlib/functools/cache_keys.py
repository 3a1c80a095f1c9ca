# Keys of lru_cache that are and are not told from each other without asking, and how often hashes are asked for.
from functools import lru_cache


class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        print("hash", self.value, end="; ")
        return 10**9 + 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.value == other.value


@lru_cache(maxsize=2)
def bounded(*args, **kwargs):
    return args, kwargs


@lru_cache(maxsize=None)
def unbounded(*args):
    return args


one, two, same = Key(1), Key(2), Key(1)
for function in [bounded, unbounded]:
    for arguments in [(one,), (one,), (two,), (same,), (one, 5), (one, 5), (same, 5), (one,), (two,)]:
        found = function(*arguments)
        print(len(found), function.cache_info().hits, function.cache_info().misses)
print(bounded(1.0), bounded(1), bounded(True), bounded("a", "b"), bounded("".join(["a"]), "b") is bounded("a", "b"))
print(bounded(x=1), bounded(("x", 1)), bounded(), bounded() is bounded(), bounded.cache_info())
d = {(1, "ab"): "first", (one, 2): "second"}
print(d[1, "".join(["a", "b"])], d.get((1.0, "ab")), d[one, 2], d[same, 2], d.get((two, 2)), (1,) in d)
