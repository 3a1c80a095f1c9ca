"""OrderedDict: both ends, comparison by order, views and iterators that refuse to go on after a change."""
from collections import OrderedDict
import pickle

d = OrderedDict(a=1, b=2, c=3, d=4)
d.move_to_end("b")
d.move_to_end("d", last=False)
print(d, list(reversed(d)), d.keys(), d.items())
for last in (False, True):
    print(d.popitem(last=last), d)
print(d == OrderedDict(a=1, c=3), d == OrderedDict(c=3, a=1), d == {"c": 3, "a": 1}, d != OrderedDict(c=3, a=1))
print(d | {"z": 0}, {"z": 0} | d, type({} | d).__name__)
for wrong in (lambda: d.move_to_end("?"), lambda: d.pop("?"), lambda: OrderedDict().popitem(), lambda: OrderedDict(1, 2),
              lambda: OrderedDict([(1,)]), lambda: d.update(1, 2), lambda: d.move_to_end([])):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__, error)
for change in (lambda: d.move_to_end("a"), lambda: d.update(q=1), lambda: d.pop("q"), d.clear):
    d.update(a=1, b=2)
    try:
        for key in d:
            change()
    except RuntimeError as error:
        print(error)
print(d.pop("a", "none"), d.setdefault("s"), d)


class Sub(OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


s = Sub(x=1)
s.attribute = "kept"
s["y"] = 5
copy = s.copy()
print(s, copy, copy.__dict__, pickle.loads(pickle.dumps(d)), s.__reduce__()[2])
iterator = iter(d.items())
print(pickle.loads(pickle.dumps(iterator)).__class__.__name__, type(iterator).__name__, type(d.values()).__mro__)

# Moves to the front fill holes; a queue that is emptied from the front stays fast.
d = OrderedDict.fromkeys(range(1000))
for number in range(0, 1000, 3):
    d.move_to_end(number, last=False)
print(next(iter(d)), list(d)[:4], len(d), all(key in d for key in range(1000)))
for number in range(0, 1000, 2):
    del d[number]
print([d.popitem(last=False)[0] for _ in range(5)], [d.popitem()[0] for _ in range(3)], len(d))
for number in range(100000):
    d[number] = number
    if len(d) > 50:
        d.popitem(last=False)
print(len(d), next(iter(d)))
