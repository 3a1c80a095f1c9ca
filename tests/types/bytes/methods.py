b = b"Hello World"
print(b.upper(), b.lower(), b.swapcase(), b.title(), b.capitalize(), b.center(15, b"*"), b.ljust(13), b.rjust(13, b"."), b.zfill(13), b"-5".zfill(4))
print(b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"W"), b.count(b"o"), b.count(108), b.startswith(b"He"), b.endswith((b"x", b"ld")))
print(b.split(), b.split(b"o"), b.rsplit(b" ", 1), b"a\nb\r\nc".splitlines(), b.partition(b" "), b.rpartition(b"o"), b" x ".strip(), b"xxaxx".strip(b"x"))
print(b.replace(b"l", b"L"), b.replace(b"l", b"", 1), b"-".join([b"a", b"b"]), b"".join([bytearray(b"x")]), b.translate(bytes(range(256)), b"lo"), b.translate(None, b"H"), bytes.maketrans(b"a", b"b")[97])
print(b.hex(), b.hex(":"), b"abcd".hex(" ", 2), b"abcde".hex("-", -2), b.decode(), b.removeprefix(b"Hello "), b.removesuffix(b"ld"), b"a\tb".expandtabs(3))
print(b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" ".isspace(), b"A".isupper(), b"a".islower(), b"Ab".istitle(), b"\x80".isascii())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: b.find("o"))
attempt(lambda: b.find(256))
attempt(lambda: b.split("o"))
attempt(lambda: b.split(b""))
attempt(lambda: b.index(b"z"))
attempt(lambda: b.startswith("H"))
attempt(lambda: b.join([1]))
attempt(lambda: b"".join("a"))
attempt(lambda: b.replace("a", "b"))
attempt(lambda: b + "s")
attempt(lambda: "s" + b)
attempt(lambda: b"a" < "b")
attempt(lambda: b.center(20, "*"))
attempt(lambda: b.hex("ab"))
attempt(lambda: b.decode("ascii", "nope") and b"\xff".decode("ascii", "nope"))
attempt(lambda: b"\xff\xfe".decode("ascii"))
attempt(lambda: "a" in b)
attempt(lambda: 300 in b)
attempt(lambda: b.translate(b"short"))

# output:
# b'HELLO WORLD' b'hello world' b'hELLO wORLD' b'Hello World' b'Hello world' b'**Hello World**' b'Hello World  ' b'..Hello World' b'00Hello World' b'-005'
# 4 4 7 6 2 3 True True
# [b'Hello', b'World'] [b'Hell', b' W', b'rld'] [b'Hello', b'World'] [b'a', b'b', b'c'] (b'Hello', b' ', b'World') (b'Hello W', b'o', b'rld') b'x' b'a'
# b'HeLLo WorLd' b'Helo World' b'a-b' b'x' b'He Wrd' b'ello World' 98
# 48656c6c6f20576f726c64 48:65:6c:6c:6f:20:57:6f:72:6c:64 6162 6364 6162-6364-65 Hello World b'World' b'Hello Wor' b'a  b'
# True True True True True True True False
# TypeError: argument should be integer or bytes-like object, not 'str'
# ValueError: byte must be in range(0, 256)
# TypeError: a bytes-like object is required, not 'str'
# ValueError: empty separator
# ValueError: subsection not found
# TypeError: startswith first arg must be bytes or a tuple of bytes, not str
# TypeError: sequence item 0: expected a bytes-like object, int found
# TypeError: sequence item 0: expected a bytes-like object, str found
# TypeError: a bytes-like object is required, not 'str'
# TypeError: can't concat str to bytes
# TypeError: can only concatenate str (not "bytes") to str
# TypeError: '<' not supported between instances of 'bytes' and 'str'
# TypeError: center() argument 2 must be a byte string of length 1, not str
# ValueError: sep must be length 1.
# LookupError: unknown error handler name 'nope'
# UnicodeDecodeError: 'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)
# TypeError: a bytes-like object is required, not 'str'
# ValueError: byte must be in range(0, 256)
# ValueError: translation table must be 256 characters long
