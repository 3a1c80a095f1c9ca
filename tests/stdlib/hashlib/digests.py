import hashlib, hmac, zlib, binascii, base64
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s"):
    h = hashlib.new(name, b"abc"); h.update(b"def")
    print(name, h.hexdigest()[:32], h.digest_size, h.block_size, h.name, h.copy().digest() == h.digest())
print(hashlib.shake_128(b"x").hexdigest(8), hashlib.blake2b(b"x", digest_size=8, key=b"k").hexdigest(), hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 10).hex()[:32], hashlib.sha256().hexdigest()[:16])
print(hmac.new(b"k", b"m", "sha256").hexdigest()[:32], hmac.compare_digest("a", "a"), hmac.digest(b"k", b"m", "md5").hex())
print(zlib.crc32(b"hello"), zlib.adler32(b"hello"), binascii.crc32(b"hello"), binascii.hexlify(b"ab", "-"), binascii.unhexlify("6162"), binascii.b2a_base64(b"ab"), binascii.crc_hqx(b"a", 0))
print(base64.b64encode(b"\xff\xfe?"), base64.urlsafe_b64encode(b"\xff\xfe?"), base64.b64decode("aGk="), base64.b32encode(b"hi"), base64.b16encode(b"hi"), base64.b85encode(b"hello"), base64.a85encode(b"hello"), base64.b32decode("NBUQ===="), base64.b64decode("aGk=\n"))
for f in (lambda: hashlib.new("nope"), lambda: hashlib.md5("str"), lambda: base64.b64decode("a"), lambda: binascii.unhexlify("abc"), lambda: binascii.unhexlify("zz"), lambda: base64.b32decode("1"), lambda: hashlib.sha256(5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# md5 e80b5017098950fc58aad83c8c14978e 16 64 md5 True
# sha1 1f8ac10f23c5b5bc1167bda84b833e5c 20 64 sha1 True
# sha224 7043631cb415556a275a4ebecb802c74 28 64 sha224 True
# sha256 bef57ec7f53a6d40beb640a780a639c8 32 64 sha256 True
# sha384 c6a4c65b227e7387b9c3e839d44869c4 48 128 sha384 True
# sha512 e32ef19623e8ed9d267f657a81944b3d 64 128 sha512 True
# sha3_256 59890c1d183aa279505750422e6384cc 32 136 sha3_256 True
# blake2b dde410524e3569b303e494aa82a3afb3 64 128 blake2b True
# blake2s 267e4443fc1a38879feb1090af1e7889 32 64 blake2s True
# e472c5e394f30ff8 b0674c52e0690418 72aecd14244887c316e24019c7e020b5 e3b0c44298fc1c14
# b60090e3052297aeb5a080889ce2fc4b True ed7e724d3a91554aaa2043041d9c5305
# 907060870 103547413 907060870 b'61-62' b'ab' b'YWI=\n' 31879
# b'//4/' b'__4_' b'hi' b'NBUQ====' b'6869' b'Xk~0{Zv' b'BOu!rDZ' b'hi' b'hi'
# ValueError unsupported hash type nope
# TypeError Strings must be encoded before hashing
# Error Invalid base64-encoded string: number of data characters (1) cannot be 1 more than a multiple of 4
# Error Odd-length string
# Error Non-hexadecimal digit found
# Error Incorrect padding
# TypeError object supporting the buffer API required
