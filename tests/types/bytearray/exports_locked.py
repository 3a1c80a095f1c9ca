b = bytearray(b"abc")
m = memoryview(b)
for f in (lambda: b.append(1), lambda: b.clear(), lambda: b.extend(b"x"), lambda: b.pop(), lambda: b.__iadd__(b"x"), lambda: b.__delitem__(0)):
    try:
        f()
    except BufferError as e:
        print(e)
b[0] = 120
print(bytes(m))
m.release()
b.append(1)
print(b)

# output:
# Existing exports of data: object cannot be re-sized
# Existing exports of data: object cannot be re-sized
# Existing exports of data: object cannot be re-sized
# Existing exports of data: object cannot be re-sized
# Existing exports of data: object cannot be re-sized
# Existing exports of data: object cannot be re-sized
# b'xbc'
# bytearray(b'xbc\x01')
