"""Whatever the system refuses memory for in the middle, the program goes on: with MemoryError, or because it sufficed."""

import array, binascii, collections, io, itertools, json, re, resource, struct, sys

sys.set_int_max_str_digits(0)
N = 400_000
text = "ab\n" * (N // 3)
wide = "a\u20ac " * (N // 3)
data = b"a\xff " * (N // 3)
parts = ["x" * 1000] * (N // 1000)
numbers = list(range(N // 4))
huge = (1 << N) - 1

attempts = [
    lambda: text + text,
    lambda: text * 30,
    lambda: wide * 30,
    lambda: "\U0001f600".join(parts),
    lambda: "".join(part for part in parts),
    lambda: text.split(),
    lambda: text.splitlines(),
    lambda: text.replace("a", "\u20ac\u20ac\u20ac"),
    lambda: text.translate({97: "\U0001f600"}),
    lambda: wide.upper(),
    lambda: repr(text),
    lambda: ascii(wide),
    lambda: wide.encode(),
    lambda: wide.encode("utf-16"),
    lambda: wide.encode("utf-32"),
    lambda: wide.encode("utf-7"),
    lambda: wide.encode("ascii", "backslashreplace"),
    lambda: wide.encode("ascii", "xmlcharrefreplace"),
    lambda: "x".center(30 * N),
    lambda: text.expandtabs(64),
    lambda: text[::-1],
    lambda: "{}{}{}".format(text, wide, text),
    lambda: f"{text}{wide!r}",
    lambda: "%s%r" % (text, wide),
    lambda: format(huge, "_b"),
    lambda: data + data,
    lambda: data.split(),
    lambda: data.replace(b"a", b"xyz"),
    lambda: data.upper(),
    lambda: data.hex(":"),
    lambda: repr(data),
    lambda: data.decode("utf-8", "replace"),
    lambda: data.decode("latin-1"),
    lambda: data.decode("utf-8", "backslashreplace"),
    lambda: b"%s%r" % (data, data),
    lambda: data[::2],
    lambda: bytes(numbers[:200] * (N // 200)),
    lambda: bytearray(data) + data,
    lambda: bytearray(data) * 20,
    lambda: memoryview(data).tolist(),
    lambda: memoryview(data)[::2].tobytes(),
    lambda: numbers * 10,
    lambda: numbers + numbers,
    lambda: list(range(N)),
    lambda: [str(i) for i in range(N // 4)],
    lambda: sorted(numbers, reverse=True),
    lambda: sorted(numbers, key=str),
    lambda: list(zip(numbers, numbers)),
    lambda: repr(numbers),
    lambda: tuple(i for i in numbers),
    lambda: (lambda *rest: rest)(*numbers),
    lambda: [*numbers, *numbers],
    lambda: dict.fromkeys(numbers),
    lambda: {i: i for i in numbers} | {},
    lambda: set(numbers) | {-1},
    lambda: 1 << 10**9,
    lambda: 7**100_000,
    lambda: huge * huge,
    lambda: huge + huge,
    lambda: str(huge >> (N // 2)),
    lambda: hex(huge),
    lambda: int("7" * 20_000),
    lambda: int("f" * N, 16),
    lambda: huge.to_bytes(20 * N, "little"),
    lambda: int.from_bytes(data, "big"),
    lambda: next(itertools.product(range(N), range(N))),
    lambda: next(itertools.permutations(numbers)),
    lambda: list(itertools.chain(numbers, numbers)),
    lambda: re.findall("(a)(b)", text),
    lambda: re.sub("a", "\u20acyz", text),
    lambda: re.match("(?:(a)|b|\n)*$", text),
    lambda: json.dumps(wide),
    lambda: json.loads('"' + "x\\n" * (N // 3) + '"'),
    lambda: json.loads("[" + "1," * N + "1]"),
    lambda: struct.pack("%dx" % (30 * N)),
    lambda: struct.unpack("%dB" % len(data), data),
    lambda: io.BytesIO(data).read(),
    lambda: io.StringIO(wide).read(),
    lambda: io.StringIO(text).readlines(),
    lambda: binascii.hexlify(data),
    lambda: collections.deque(numbers) * 10,
    lambda: repr(collections.deque(numbers)),
    lambda: array.array("q", numbers).tolist(),
    lambda: compile("[" + "1," * (N // 10) + "]", "", "eval"),
    lambda: compile('"' + text + '"', "", "exec") if "\n" not in text else None,
    lambda: [[] for i in range(N // 4)],
    lambda: [lambda: i for i in range(N // 4)],
    lambda: getattr(1, text),
    lambda: int(wide),
]


def address_space():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def with_room(attempt, room):
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + room, most))
    try:
        attempt()
    except (MemoryError, AttributeError, ValueError):
        pass
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


for room in (2, 6):
    for attempt in attempts:
        with_room(attempt, room << 20)
    print(len(attempts), "went on")


# output:
# 89 went on
# 89 went on
