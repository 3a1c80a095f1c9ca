b = b"abc\x00\xff\n'"
print(b, b[0], b[-1], b[1:3], b[::-1], list(b"ab"), len(b), 97 in b, b"bc" in b, b * 2, b + b"x")
print(repr(b'"'), repr(b"'"), repr(b"'\""), repr(b"\\"), str(b"x"), b"a" < b"b", b"a" == bytearray(b"a"), b"a" == "a", b"" == b"", b"ab" > b"a")
print(hash(b"ab") == hash(b"a" + b"b"), {b"k": 1}[b"k"], sorted([b"b", b"a"]), max(b"az"))
for f in (lambda: b[10], lambda: b["a"], lambda: b.__setitem__, lambda: b[::0]):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(b"%s %d %x %r %a %c%c %b" % (b"x", 5, 255, "r", "é", 65, b"B", b"b"), b"%5.1f|%-5d|%05d" % (1.25, 3, 4), b"%(k)s" % {b"k": b"v"})
for f in (lambda: b"%s" % "str", lambda: b"%d" % b"x", lambda: b"%c" % 256, lambda: b"%d" % (1, 2)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# b"abc\x00\xff\n'" 97 39 b'bc' b"'\n\xff\x00cba" [97, 98] 7 True True b"abc\x00\xff\n'abc\x00\xff\n'" b"abc\x00\xff\n'x"
# b'"' b"'" b'\'"' b'\\' b'x' True True False True True
# True 1 [b'a', b'b'] 122
# IndexError index out of range
# TypeError byte indices must be integers or slices, not str
# AttributeError 'bytes' object has no attribute '__setitem__'
# ValueError slice step cannot be zero
# b"x 5 ff 'r' '\\xe9' AB b" b'  1.2|3    |00004' b'v'
# TypeError %b requires a bytes-like object, or an object that implements __bytes__, not 'str'
# TypeError %d format: a real number is required, not bytes
# OverflowError %c arg not in range(256)
# TypeError not all arguments converted during bytes formatting
