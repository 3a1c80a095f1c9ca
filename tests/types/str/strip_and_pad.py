print(repr("  a b ".strip()), repr("  a".lstrip()), repr("a  ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "\u3000a\xa0".strip(), "abc".strip(""), repr("".strip()))
print("ab".center(7, "*"), "ab".center(6, "-"), "abc".center(6, "-"), "ab".ljust(5) + "|", "ab".rjust(5, "0"), "abc".center(2), "5".zfill(3), "-5".zfill(4), "+x".zfill(5), "".zfill(2))
print("prefix-x".removeprefix("prefix-"), "x".removeprefix("y"), "x.py".removesuffix(".py"), "x".removesuffix(""), "a\tb".expandtabs(), "\t\ta".expandtabs(2), "ab\tc\nd\te".expandtabs(4))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: "a".center(5, "ab"))
attempt(lambda: "a".ljust("5"))
attempt(lambda: "a".strip(1))
attempt(lambda: "a".removeprefix(1))
attempt(lambda: "a".center(5, ""))

# output:
# 'a b' 'a' 'a' a c a abc ''
# ***ab** --ab-- -abc-- ab   | 000ab abc 005 -005 +000x 00
# x x x x a       b     a ab  c
# d   e
# TypeError: The fill character must be exactly one character long
# TypeError: 'str' object cannot be interpreted as an integer
# TypeError: strip arg must be None or str
# TypeError: removeprefix() argument must be str, not int
# TypeError: The fill character must be exactly one character long
