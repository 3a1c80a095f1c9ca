s = "a\ud800b"
print(len(s), repr(s), s[1] == "\ud800", s.encode("utf-8", "surrogatepass"))
try:
    s.encode()
except UnicodeEncodeError as e:
    print(e)
print(s.encode("utf-8", "replace"), s.encode("ascii", "backslashreplace"), s.encode("utf-16-le", "surrogatepass"))
print(b"\xff\xfe".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
print("\ud83d" + "\ude00" == "\U0001F600", len("\ud83d" + "\ude00"))
print({s: 1}[s], s.upper() == "A\ud800B", s.replace("\ud800", "-"), s.split("\ud800"))

# output:
# 3 'a\ud800b' True b'a\xed\xa0\x80b'
# 'utf-8' codec can't encode character '\ud800' in position 1: surrogates not allowed
# b'a?b' b'a\\ud800b' b'a\x00\x00\xd8b\x00'
# b'\xff\xfe'
# False 2
# 1 True a-b ['a', 'b']
