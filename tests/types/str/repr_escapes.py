print(repr("\x00\x1f\x7f\x80\xa0\xad\u200b\ue000\U0001F600\U000E0001\\\t\r\n"))
print(repr("it's"), repr('"'), repr("'\""), repr("\\'"), ascii("é😀\u1234"), ascii("it's"))
print(str(b"x"), str(b"\xe9", "latin-1"), str(b"abc", encoding="ascii"), str(object=5), str())
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: str("a", "utf-8"))
attempt(lambda: str(5, "utf-8"))
attempt(lambda: str(b"\xff", "utf-8"))
attempt(lambda: str(b"a", "nope"))
attempt(lambda: str(1, 2))
