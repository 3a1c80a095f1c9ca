print(bytes(), bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(bytearray(b"y")), bytes(range(3)), bytes.fromhex("00 ff1A"), bytes(memoryview(b"mv")), bytes.fromhex(b"0a"))
class B:
    def __bytes__(self): return b"dunder"
print(bytes(B()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: bytes(-1))
attempt(lambda: bytes([256]))
attempt(lambda: bytes([-1]))
attempt(lambda: bytes(["a"]))
attempt(lambda: bytes("a"))
attempt(lambda: bytes(1.5))
attempt(lambda: bytes(None))
attempt(lambda: bytes(b"a", "utf-8"))
attempt(lambda: bytes.fromhex("0"))
attempt(lambda: bytes.fromhex("zz"))
attempt(lambda: bytes("é", "ascii"))
attempt(lambda: bytes(2**100))
attempt(lambda: bytes(errors="x"))

# output:
# b'' b'\x00\x00\x00' b'\x01\x02\xff' b'\xc3\xa9' b'x' b'y' b'\x00\x01\x02' b'\x00\xff\x1a' b'mv' b'\n'
# b'dunder'
# ValueError: negative count
# ValueError: bytes must be in range(0, 256)
# ValueError: bytes must be in range(0, 256)
# TypeError: 'str' object cannot be interpreted as an integer
# TypeError: string argument without an encoding
# TypeError: cannot convert 'float' object to bytes
# TypeError: cannot convert 'NoneType' object to bytes
# TypeError: encoding without a string argument
# ValueError: fromhex() arg must contain an even number of hexadecimal digits
# ValueError: non-hexadecimal number found in fromhex() arg at position 0
# UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
# OverflowError: cannot fit 'int' into an index-sized integer
# TypeError: errors without a string argument
