print("a b  c".split(), " a b ".split(), "a b c".split(None, 1), "".split(), "   ".split(), "a\u2003b\x1cc".split())
print("a,b,,c".split(","), "a,b,c".split(",", 1), "".split(","), ",".split(","), "abcbd".split("b"), "aXXbXXc".split("XX"), "a,b".split(",", 0))
print("a b c".rsplit(None, 1), "a,b,c".rsplit(",", 1), "a,b,c".rsplit(","), " a b ".rsplit(maxsplit=1), "aXXXb".rsplit("XX"))
print("a\nb\r\nc\rd\x0be\x85f\u2028g".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "a\x1cb".splitlines())
print("a-b-c".partition("-"), "abc".partition("-"), "a-b-c".rpartition("-"), "abc".rpartition("-"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: "a".split(""))
attempt(lambda: "a".split(1))
attempt(lambda: "a".partition(""))
attempt(lambda: "a".rsplit(""))
attempt(lambda: "a".split(",", "x"))

# output:
# ['a', 'b', 'c'] ['a', 'b'] ['a', 'b c'] [] [] ['a', 'b', 'c']
# ['a', 'b', '', 'c'] ['a', 'b,c'] [''] ['', ''] ['a', 'c', 'd'] ['a', 'b', 'c'] ['a,b']
# ['a b', 'c'] ['a,b', 'c'] ['a', 'b', 'c'] [' a', 'b'] ['aX', 'b']
# ['a', 'b', 'c', 'd', 'e', 'f', 'g'] ['a\n', '\n', 'b\n'] [] [''] ['a', 'b']
# ('a', '-', 'b-c') ('abc', '', '') ('a-b', '-', 'c') ('', '', 'abc')
# ValueError: empty separator
# TypeError: must be str or None, not int
# ValueError: empty separator
# ValueError: empty separator
# TypeError: 'str' object cannot be interpreted as an integer
