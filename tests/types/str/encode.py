s = "aé日😀"
for enc in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "unicode_escape", "raw_unicode_escape", "punycode"):
    b = s.encode(enc)
    print(enc, b, b.decode(enc) == s)
for err in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace"):
    print(err, s.encode("ascii", err), "aé".encode("latin-1", err), "日".encode("cp1252", err))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: s.encode("ascii"))
attempt(lambda: "é日".encode("latin-1"))
attempt(lambda: s.encode("nope"))
attempt(lambda: s.encode("ascii", "nope"))
attempt(lambda: s.encode("hex"))
attempt(lambda: "a\0b".encode("idna"))
print("STRASSE".encode("ascii"), "é".encode("cp437"), "я".encode("koi8-r"), "я".encode("cp1251"), "ü.de".encode("idna"))

# output:
# utf-8 b'a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80' True
# utf-16 b'\xff\xfea\x00\xe9\x00\xe5e=\xd8\x00\xde' True
# utf-16-le b'a\x00\xe9\x00\xe5e=\xd8\x00\xde' True
# utf-16-be b'\x00a\x00\xe9e\xe5\xd8=\xde\x00' True
# utf-32-le b'a\x00\x00\x00\xe9\x00\x00\x00\xe5e\x00\x00\x00\xf6\x01\x00' True
# utf-7 b'a+AOll5dg93gA-' True
# unicode_escape b'a\\xe9\\u65e5\\U0001f600' True
# raw_unicode_escape b'a\xe9\\u65e5\\U0001f600' True
# punycode b'a-bga0768e7p2r' True
# ignore b'a' b'a\xe9' b''
# replace b'a???' b'a\xe9' b'?'
# xmlcharrefreplace b'a&#233;&#26085;&#128512;' b'a\xe9' b'&#26085;'
# backslashreplace b'a\\xe9\\u65e5\\U0001f600' b'a\xe9' b'\\u65e5'
# namereplace b'a\\N{LATIN SMALL LETTER E WITH ACUTE}\\N{CJK UNIFIED IDEOGRAPH-65E5}\\N{GRINNING FACE}' b'a\xe9' b'\\N{CJK UNIFIED IDEOGRAPH-65E5}'
# UnicodeEncodeError: 'ascii' codec can't encode characters in position 1-3: ordinal not in range(128)
# UnicodeEncodeError: 'latin-1' codec can't encode character '\u65e5' in position 1: ordinal not in range(256)
# LookupError: unknown encoding: nope
# LookupError: unknown error handler name 'nope'
# LookupError: 'hex' is not a text encoding; use codecs.encode() to handle arbitrary codecs
# b'a\x00b'
# b'STRASSE' b'\x82' b'\xd1' b'\xff' b'xn--tda.de'
