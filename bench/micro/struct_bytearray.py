import struct

FORMAT = struct.Struct("<IHhdq")


def bench(loops):
    for i in range(loops):
        data = FORMAT.pack(i & 0xFFFF, 2, -3, 1.5, 1 << 40)
        FORMAT.unpack(data)
        struct.unpack_from("<I", data, 0)
        b = bytearray(data)
        b[3] = 7; b += data; b.find(b"\x02"); memoryview(b)[4:8].tobytes()
