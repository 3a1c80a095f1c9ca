def bench(loops):
    data = bytes(range(256))
    for _ in range(loops):
        b = bytearray(data)
        b[10:20] = b"xyz"
        data.find(b"\x80"); data[5:50]; data.hex(); b"".join([data, data]); sum(data)
