print((5).bit_length(), (0).bit_length(), (-8).bit_length(), (2**100).bit_length(), (255).bit_count(), (-7).bit_count())
print((6).as_integer_ratio(), (5).numerator, (5).denominator, (5).real, (5).imag, (5).conjugate(), (5).is_integer())
print((1000).to_bytes(2), (1000).to_bytes(4, "little"), (-5).to_bytes(2, "big", signed=True), (0).to_bytes(), (2**70).to_bytes(9))
print(int.from_bytes(b"\x03\xe8"), int.from_bytes(b"\xe8\x03", "little"), int.from_bytes(b"\xff\xfb", signed=True), int.from_bytes(b""), int.from_bytes([1, 2]))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: (256).to_bytes(1))
attempt(lambda: (-1).to_bytes(1))
attempt(lambda: (1).to_bytes(1, "middle"))
attempt(lambda: (1).to_bytes(-1))
attempt(lambda: (128).to_bytes(1, signed=True))
attempt(lambda: int.from_bytes("a"))
print((5).__index__(), (5).__add__(2), (5).__add__("x"), (5).__radd__(1), int.__add__(1, 2), (7).__divmod__(2))
print((5).__eq__(5.0), (5).__lt__(6), (5).__hash__(), (5).__bool__(), (5).__ceil__(), (15).__round__(-1), (25).__round__(-1))

# output:
# 3 0 4 101 8 3
# (6, 1) 5 1 5 0 5 True
# b'\x03\xe8' b'\xe8\x03\x00\x00' b'\xff\xfb' b'\x00' b'@\x00\x00\x00\x00\x00\x00\x00\x00'
# 1000 1000 -5 0 258
# OverflowError: int too big to convert
# OverflowError: can't convert negative int to unsigned
# ValueError: byteorder must be either 'little' or 'big'
# ValueError: length argument must be non-negative
# OverflowError: int too big to convert
# TypeError: cannot convert 'str' object to bytes
# 5 7 NotImplemented 6 3 (3, 1)
# NotImplemented True 5 True 5 20 20
