import codecs, unicodedata, encodings
print(codecs.encode("é", "utf-8"), codecs.decode(b"\xe9", "latin-1"), codecs.encode("abc", "rot13"), codecs.encode(b"ab", "hex"), codecs.lookup("UTF8").name, codecs.BOM_UTF8, codecs.escape_decode(b"\\x41")[0], codecs.getincrementaldecoder("utf-8")().decode(b"\xc3"), codecs.decode(b"a\\n", "unicode_escape"))
d = codecs.getincrementaldecoder("utf-8")(); print([d.decode(bytes([x])) for x in "é😀".encode()], d.decode(b"", True))
codecs.register_error("mine", lambda e: (f"<{len(e.object[e.start:e.end])}>", e.end)); print("aé日".encode("ascii", "mine"), codecs.lookup_error("strict") is codecs.strict_errors)
for f in (lambda: b"\xff".decode("utf-8"), lambda: b"\xe2\x82".decode(), lambda: "é".encode("ascii"), lambda: codecs.lookup("nope"), lambda: b"\xff\xfe\x00".decode("utf-16"), lambda: b"\x81".decode("cp1252"), lambda: "\ud800".encode("utf-8"), lambda: b"a".decode("ascii", "nope2") + b"\x80".decode("ascii", "nope2"), lambda: b"\xed\xa0\x80".decode("utf-8"), lambda: b"\xf5".decode("utf-8")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
for e in ("ignore", "replace", "backslashreplace", "surrogateescape"): print(ascii(b"a\xffb\xe2\x82".decode("utf-8", e)))
import io; sw = io.BytesIO(); w = codecs.getwriter("utf-16-le")(sw); w.write("hé"); print(sw.getvalue(), list(codecs.iterdecode([b"\xc3", b"\xa9"], "utf-8")), codecs.open.__name__)
