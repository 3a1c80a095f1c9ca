print(ord("a"), ord("é"), ord("😀"), ord(b"x"), chr(97), chr(0x1F600), bin(5), oct(-8), hex(255), ascii("é'"), ascii([1, "日"]))
class I:
    def __index__(self): return 10
print(bin(I()), hex(I()), oct(I()), chr(I()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: ord("ab"))
attempt(lambda: ord(5))
attempt(lambda: ord(b""))
attempt(lambda: chr(-1))
attempt(lambda: chr(2**40))
attempt(lambda: chr("a"))
attempt(lambda: bin(1.5))
attempt(lambda: hex("a"))
