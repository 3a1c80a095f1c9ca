# The native pickler and unpickler: bytes for each protocol, memos, hooks, and the words of mistakes.
import copyreg, io, pickle

import _pickle


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __eq__(self, other):
        return type(other) is Point and (self.x, self.y) == (other.x, other.y)


class Slotted:
    __slots__ = "a", "b"


class Made(tuple):
    def __new__(cls, *items, key=None):
        self = super().__new__(cls, items)
        self.key = key
        return self

    def __getnewargs_ex__(self):
        return tuple(self), {"key": self.key}


class Items(list):
    pass


slotted = Slotted()
slotted.a, slotted.b = 1, [2]
made = Made(1, 2, key="k")
items = Items([1, 2])
items.extra = "e"
cycle = [1]
cycle.append((cycle, {"c": cycle}))
VALUES = [
    None, True, 0, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**63, -2**200, 1.5, float("inf"), "", "text", "é€\U0001f600\n\\", b"", b"\x00\xff",
    bytearray(b"ab"), (), (1,), (1, 2, 3), (1, 2, 3, 4), [], [1], [1, 2], {}, {"a": 1}, {"a": 1, 2: [3]}, {1}, frozenset({2}), 1j, range(3),
    type(None), int, len, Point, Point(1, [2]), ..., NotImplemented, items, Ellipsis,
]
for value in VALUES:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        native = _pickle.dumps(value, protocol)
        if native != pickle._dumps(value, protocol):
            print("differs", value, protocol, native, pickle._dumps(value, protocol))
        for loads in _pickle.loads, pickle._loads:
            back = loads(native)
            if back != value or type(back) is not type(value):
                print("lost", value, protocol, back)
for protocol in range(6):
    back = _pickle.loads(_pickle.dumps((slotted, made) if protocol > 1 else made, protocol))
    print(protocol, back[0].b if protocol > 1 else back, [back, (back[1].key, back[1])][protocol > 1])  if protocol > 1 else print(protocol, back, back.key)
    loop = _pickle.loads(_pickle.dumps(cycle, protocol))
    print(loop[1][0] is loop, loop[1][1]["c"] is loop, _pickle.loads(_pickle.dumps(items, protocol)).extra)
big = [b"x" * 70000, "y" * 70000, list(range(3000)), {i: str(i) for i in range(2500)}, set(range(1500))]
for protocol in range(6):
    file = io.BytesIO()
    _pickle.dump(big, file, protocol)
    print(protocol, _pickle.loads(file.getvalue()) == big, file.getvalue() == _pickle.dumps(big, protocol), len(file.getvalue()))

file = io.BytesIO()
pickler = _pickle.Pickler(file)
shared = ["s"]
pickler.dump(shared)
pickler.dump([shared, shared])
print(sorted(entry[0] for entry in pickler.memo.copy().values()))
pickler.clear_memo()
print(pickler.memo.copy(), pickler.bin, pickler.fast)
file.seek(0)
unpickler = _pickle.Unpickler(file)
first = unpickler.load()
print(first, unpickler.load()[0] is first, unpickler.memo.copy())


class Hooked(_pickle.Pickler):
    dispatch_table = copyreg.dispatch_table.copy()
    dispatch_table[complex] = lambda c: (complex, (c.imag, c.real))

    def persistent_id(self, obj):
        return "the point" if isinstance(obj, Point) else None

    def reducer_override(self, obj):
        return (str, ("range!",)) if type(obj) is range else NotImplemented


class Unhooked(_pickle.Unpickler):
    def persistent_load(self, pid):
        return [pid]

    def find_class(self, module, name):
        print("find", module, name)
        return super().find_class(module, name)


file = io.BytesIO()
Hooked(file).dump([Point(1, 2), range(3), 1 + 2j])
print(Unhooked(io.BytesIO(file.getvalue())).load())


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "__notes__", ""))


class Bad:
    def __reduce__(self):
        return self.result


def bad(result):
    value = Bad()
    value.result = result
    return value


for call in [
    lambda: _pickle.dumps([1, {"k": ({bad(2)}, )}]), lambda: _pickle.dumps(1, 6), lambda: _pickle.dump(1, 2),
    lambda: _pickle.dumps(1, 4, buffer_callback=print), lambda: _pickle.dumps(bad(1)), lambda: _pickle.dumps(bad((1, ()))), lambda: _pickle.dumps(bad((len, 1))),
    lambda: _pickle.dumps(bad((len,))), lambda: _pickle.dumps(bad((len, (), None, 1))), lambda: _pickle.loads(b""), lambda: _pickle.loads(b"K"),
    lambda: _pickle.loads(b"0."), lambda: _pickle.loads(b"."), lambda: _pickle.loads(b"h\x05."), lambda: _pickle.loads(b"t."), lambda: _pickle.loads(b"(a."),
    lambda: _pickle.loads(b"\x80\x09."), lambda: _pickle.loads(b"?"), lambda: _pickle.loads(b"\xff"), lambda: _pickle.loads(b"cnothing\nx\n."),
    lambda: _pickle.loads(b"\x8c\x04math\x8c\x04nope\x93."), lambda: _pickle.loads(b"Pid\n."), lambda: _pickle.loads(b"\x97."), lambda: _pickle.loads("text"),
    lambda: _pickle.loads(b"I1x\n."), lambda: _pickle.loads(b"S'a\n."), lambda: _pickle.loads(b"K\x01)\x81."), lambda: _pickle.loads(b"]}K\x01K\x02b."),
    lambda: _pickle.Pickler.__new__(_pickle.Pickler).dump(1), lambda: _pickle.Unpickler(1), lambda: _pickle.loads(b"\x80\x04\x95\x03\0\0\0\0\0\0\0C\x0ahelloworld."),
]:
    attempt(call)
deep = []
for _ in range(200_000):
    deep = [deep]
try:
    _pickle.dumps(deep)
except RecursionError:
    pass
while deep:
    deep = deep.pop()
