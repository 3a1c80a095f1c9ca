xs = [1, 2, 3]
class I:
    def __init__(self, n): self.n = n
    def __index__(self):
        xs.clear()
        return self.n
for f in (lambda: xs[I(1)], lambda: xs.pop(I(0)), lambda: xs.insert(I(5), "x"), lambda: xs[I(0):I(2)], lambda: xs.__setitem__(I(0), 1), lambda: xs.__delitem__(slice(I(0), I(2))), lambda: xs * I(2)):
    xs[:] = [1, 2, 3]
    try:
        print(f(), xs)
    except Exception as e:
        print(type(e).__name__, e)
b = bytearray(b"abc")
class J:
    def __index__(self):
        b.clear()
        return 65
for f in (lambda: b.append(J()), lambda: b.__setitem__(0, J()), lambda: b.insert(1, J()), lambda: b.extend([J()]), lambda: J() in b if False else b.find(J())):
    b[:] = b"abc"
    try:
        print(f(), b)
    except Exception as e:
        print(type(e).__name__, e)

# output:
# IndexError list index out of range
# IndexError pop from empty list
# None ['x']
# [] []
# IndexError list assignment index out of range
# None []
# [] []
# None bytearray(b'A')
# IndexError bytearray index out of range
# None bytearray(b'A')
# None bytearray(b'A')
# BufferError Existing exports of data: object cannot be re-sized
