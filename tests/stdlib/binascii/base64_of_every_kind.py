# Regular text goes another way than text with lines, foreign characters or faults.
import base64
import binascii


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except (binascii.Error, ValueError) as error:
        return f'{type(error).__name__}: {error}'


data = bytes(i * 37 & 255 for i in range(200))
for length in [*range(12), 57, 58, 100, 199, 200]:
    part = data[:length]
    text = binascii.b2a_base64(part)
    line = binascii.b2a_base64(part, newline=False)
    assert text == line + b'\n'
    for source in (text, line, line.decode(), bytearray(line), memoryview(text)):
        assert binascii.a2b_base64(source) == part, (length, source)
    assert binascii.a2b_base64(line, strict_mode=True) == part
    assert base64.decodebytes(base64.encodebytes(part * 3)) == part * 3
    assert base64.urlsafe_b64decode(base64.urlsafe_b64encode(part)) == part
    assert bytes.fromhex(part.hex()) == binascii.unhexlify(binascii.hexlify(part)) == part
    print(length, line[-8:], binascii.hexlify(part)[-6:])

faults = [
    b'', b'=', b'==', b'A', b'AA', b'AAA', b'AAAA', b'AAAAA', b'AA=', b'AA==', b'AAA=', b'AAA==', b'AA==AAAA', b'AA=A',
    b'=AAA', b'A=AA', b'AAAA=', b'AAAA====', b'AA\nAA', b'AAAA\nAAAA', b'AA!A', b'!!!!', b'A!!!A!!A!A', b'AAAA!AAAA',
    b'AA\xff=', b'AAAAAA==', b'AAAAAA=!=', b'AAAAAA==\n', b'AAAAAA==A', b'AAAAAAA=AAAA', b'++//', b'--__', b'AAAABBBB!',
]
for text in faults:
    print(text, attempt(binascii.a2b_base64, text), attempt(binascii.a2b_base64, text, strict_mode=True), sep=' | ')
for text in [b'', b'0', b'00', b'0g', b'G0', b'a' * 64, b'A' * 33, b'A' * 63 + b'x', b'x' + b'A' * 63, b'/0:@`g', '0F', '\xe9\xe9']:
    print(text, attempt(binascii.unhexlify, text), sep=' | ')
print(attempt(binascii.hexlify, b'abcde', '-', 2), attempt(binascii.hexlify, b'abcde', b':', -2))
print(attempt(binascii.hexlify, b'ab', ''), attempt(binascii.hexlify, b'ab', '\xe9'), binascii.hexlify(b'abc', bytes_per_sep=2))
