# A string is no mapping for the % of bytes.
for t in (b"", b"%s", bytearray(b"")):
    for v in ("text", b"b", {}, [1], bytearray(b"x"), (), 1):
        try: print(t % v)
        except TypeError as e: print(type(e).__name__, e)
