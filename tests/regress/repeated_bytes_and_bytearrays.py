"""Bytes and bytearrays repeated: nothing, once, and counts around the powers of two."""

for kind in (bytes, bytearray):
    for data in (b"", b"x", b"ab", b"abc"):
        for count in (-1, 0, 1, 2, 3, 7, 8, 9):
            made = kind(data) * count
            assert made == b"".join([data] * max(count, 0)) and type(made) is kind, (kind, data, count)
    grown = kind(b"xyz")
    grown *= 5
    print(kind.__name__, grown, len(kind(b"ab") * 100_000), (3 * kind(b"-+")).decode())
