m = memoryview(b"abcdef")
print(m[0], m[-1], bytes(m[1:3]), bytes(m[::2]), len(m), m.nbytes, m.itemsize, m.format, m.ndim, m.shape, m.strides, m.readonly, m.contiguous)
print(m.tobytes(), m.tolist(), m.hex(), m == b"abcdef", m == memoryview(b"abcdef"), list(m[::-1]), m[1:].obj, hash(m) == hash(b"abcdef"))
b = bytearray(8)
w = memoryview(b)
w[0] = 255; w[1:3] = b"xy"
print(b, w.readonly)
i = w.cast("I")
i[1] = 0x01020304
print(i.tolist() == [int.from_bytes(b[:4], "little"), 0x01020304], i.format, i.itemsize, i.shape, i.nbytes)
c = w.cast("B", [2, 4])
print(c.shape, c.ndim, c.strides, c[1, 0], c.tolist()[0][0])
with memoryview(b"x") as r: print(r[0])
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: r[0])
attempt(lambda: m[9])
attempt(lambda: m["a"])
attempt(lambda: m.__setitem__(0, 1))
attempt(lambda: w.__setitem__(0, 256))
attempt(lambda: w.__setitem__(0, "a"))
attempt(lambda: w.__setitem__(slice(0, 2), b"abc"))
attempt(lambda: w.__delitem__(0))
attempt(lambda: memoryview("a"))
attempt(lambda: memoryview(5))
attempt(lambda: hash(w))
attempt(lambda: m.cast("x"))
attempt(lambda: memoryview(b"abc").cast("I"))
attempt(lambda: m.index(99))
attempt(lambda: m.count(97))
print(m.toreadonly().readonly, repr(r).split(" at ")[0])

# output:
# 97 102 b'bc' b'ace' 6 6 1 B 1 (6,) (1,) True True
# b'abcdef' [97, 98, 99, 100, 101, 102] 616263646566 True True [102, 101, 100, 99, 98, 97] b'abcdef' True
# bytearray(b'\xffxy\x00\x00\x00\x00\x00') False
# True I 4 (2,) 8
# (2, 4) 2 (4, 1) 4 255
# 120
# ValueError: operation forbidden on released memoryview object
# IndexError: index out of bounds on dimension 1
# TypeError: memoryview: invalid slice key
# TypeError: cannot modify read-only memory
# ValueError: memoryview: invalid value for format 'B'
# TypeError: memoryview: invalid type for format 'B'
# ValueError: memoryview assignment: lvalue and rvalue have different structures
# TypeError: cannot delete memory
# TypeError: memoryview: a bytes-like object is required, not 'str'
# TypeError: memoryview: a bytes-like object is required, not 'int'
# ValueError: cannot hash writable memoryview object
# ValueError: memoryview: destination format must be a native single character format prefixed with an optional '@'
# TypeError: memoryview: length is not a multiple of itemsize
# 2
# 1
# True <released memory
