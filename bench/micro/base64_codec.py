from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import hexlify, unhexlify

SHORT = bytes(range(24))
LONG = bytes(i * 7 & 255 for i in range(6000))


def bench(loops):
    for _ in range(loops):
        b64decode(b64encode(SHORT)); urlsafe_b64decode(urlsafe_b64encode(SHORT)); unhexlify(hexlify(SHORT))
        b64decode(b64encode(LONG)); unhexlify(hexlify(LONG))
