def bench(loops):
    x = 0x12345678
    for i in range(loops):
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        x & i | ~x; x.bit_count(); -x; x % 1000; x // 7
