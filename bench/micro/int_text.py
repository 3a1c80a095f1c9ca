VALUES = [0, 7, 12345, -987654321, 10**15]


def bench(loops):
    for _ in range(loops):
        for n in VALUES:
            int(str(n)); hex(n); n.bit_length()
            int("ff", 16); n.to_bytes(8, "little", signed=True)
