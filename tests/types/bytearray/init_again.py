array = bytearray(b"abc")
for source in [300, 1], [1, 2, 300], (1, 1 << 100):
    array = bytearray(b"abc")
    try:
        array.__init__(source)
    except ValueError as error:
        print(error, array)
# expect: byte must be in range(0, 256) bytearray(b'')
# expect: byte must be in range(0, 256) bytearray(b'')
# expect: byte must be in range(0, 256) bytearray(b'')

array = bytearray()


def numbers():
    for number in range(3):
        yield number
        print(array)


array.__init__(numbers())
# expect: bytearray(b'\x00')
# expect: bytearray(b'\x00\x01')
# expect: bytearray(b'\x00\x01\x02')

array = bytearray(b"abc")
array.__init__(array)
print(array)  # expect: bytearray(b'')
print(bytearray(b"'\""), bytearray(b"'"), bytearray(b'"'))  # expect: bytearray(b'\'"') bytearray(b"\'") bytearray(b'"')


class Slotted(bytearray):
    __slots__ = ("x", "__dict__")


import copy

slotted = Slotted(b"ab")
slotted.x = 1
slotted.y = 2
other = copy.copy(slotted)
print(other, other.x, other.y)  # expect: Slotted(b'ab') 1 2


class BadHint:
    def __iter__(self):
        return iter(())

    def __length_hint__(self):
        raise RuntimeError("hint")


try:
    bytearray().extend(BadHint())
except RuntimeError as error:
    print(error)  # expect: hint
