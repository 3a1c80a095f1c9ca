import struct
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1).hex(), struct.pack(">fd", 1.5, -2.25).hex(), struct.pack("3s5sx?c", b"ab", b"longer", True, b"z"), struct.pack("<e", 0.5).hex(), struct.pack("2h", 1, 2) == struct.pack("hh", 1, 2), struct.pack("<5p", b"abc"))
print(struct.unpack("<ih", b"\x01\0\0\0\xff\xff"), struct.unpack(">4s", b"abcd"), struct.calcsize("<bi"), struct.calcsize("bi"), list(struct.iter_unpack("<h", b"\1\0\2\0")), struct.unpack_from("<h", b"xx\1\0", 2))
s = struct.Struct("<Hb")
buf = bytearray(5); s.pack_into(buf, 1, 513, -1); print(buf, s.size, s.format, s.unpack_from(buf, 1))
for f in (lambda: struct.pack("<b", 200), lambda: struct.pack("<i", "a"), lambda: struct.pack("<i"), lambda: struct.pack("q", 1.5), lambda: struct.unpack("<i", b"abc"), lambda: struct.pack("z", 1), lambda: struct.pack("<H", -1), lambda: struct.pack("c", b"ab"), lambda: struct.pack("s", "str"), lambda: s.pack_into(bytearray(1), 0, 1, 1), lambda: struct.pack("<e", 1e10), lambda: struct.pack("<f", 1e100)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# fffffefffffffdfffffffffffffffcffffffffffffffffffffffffffffff 3fc00000c002000000000000 b'ab\x00longe\x00\x01z' 0038 True b'\x03abc\x00'
# (1, -1) (b'abcd',) 5 8 [(1,), (2,)] (1,)
# bytearray(b'\x00\x01\x02\xff\x00') 3 <Hb (513, -1)
# error 'b' format requires -128 <= number <= 127
# error required argument is not an integer
# error pack expected 1 items for packing (got 0)
# error required argument is not an integer
# error unpack requires a buffer of 4 bytes
# error bad char in struct format
# error 'H' format requires 0 <= number <= 65535
# error char format requires a bytes object of length 1
# error argument for 's' must be a bytes object
# error pack_into requires a buffer of at least 3 bytes for packing 3 bytes at offset 0 (actual buffer size is 1)
# OverflowError float too large to pack with e format
# OverflowError float too large to pack with f format
