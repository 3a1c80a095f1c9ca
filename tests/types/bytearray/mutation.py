b = bytearray(b"abc")
b.append(100); b.extend(b"ef"); b.extend([103]); b.insert(0, 65)
print(b, len(b), b.pop(), b.pop(0))
b[0] = 122; b[1:3] = b"--long--"
print(b)
b.remove(ord("-")); del b[0]; del b[::2]
print(b)
b.reverse(); print(b)
b += b"xyz"; b *= 2
print(b, b.copy() is b)
b.clear(); print(b)
b = bytearray(b"hello"); b[::2] = b"XYZ"; print(b)
b.resize(7); print(b); b.resize(2); print(b)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: b.append(256))
attempt(lambda: b.append("a"))
attempt(lambda: b.remove(1))
attempt(lambda: bytearray().pop())
attempt(lambda: b.extend("ab"))
attempt(lambda: b.extend(5))
attempt(lambda: b.__setitem__(0, 256))
attempt(lambda: b.__setitem__(9, 1))
attempt(lambda: b.__setitem__(slice(0, 1), 5.5))
attempt(lambda: b.__setitem__(slice(0, 1), "a"))
attempt(lambda: b.__setitem__(slice(None, None, 2), b"toolong"))
attempt(lambda: hash(b))
attempt(lambda: b.resize(-1))
print(bytearray("é", "utf-8"), bytearray(3), bytearray(b"a") == b"a", b.upper(), type(b[0:1]).__name__, bytearray.fromhex("6162"), repr(bytearray(b"'")))

# output:
# bytearray(b'abcdef') 8 103 65
# bytearray(b'z--long--def')
# bytearray(b'ln-df')
# bytearray(b'fd-nl')
# bytearray(b'fd-nlxyzfd-nlxyz') False
# bytearray(b'')
# bytearray(b'XeYlZ')
# bytearray(b'XeYlZ\x00\x00')
# bytearray(b'Xe')
# ValueError: byte must be in range(0, 256)
# TypeError: 'str' object cannot be interpreted as an integer
# ValueError: value not found in bytearray
# IndexError: pop from empty bytearray
# TypeError: expected iterable of integers; got: 'str'
# TypeError: can't extend bytearray with int
# ValueError: byte must be in range(0, 256)
# IndexError: bytearray index out of range
# TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
# TypeError: can assign only bytes, buffers, or iterables of ints in range(0, 256)
# ValueError: attempt to assign bytes of size 7 to extended slice of size 1
# TypeError: unhashable type: 'bytearray'
# ValueError: Can only resize to positive sizes, got -1
# bytearray(b'\xc3\xa9') bytearray(b'\x00\x00\x00') True bytearray(b'XE') bytearray bytearray(b'ab') bytearray(b"\'")
