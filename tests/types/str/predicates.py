tests = ["", "abc", "123", "a1", " \t\n", "é", "٣", "²", "½", "_x", "1x", "A", "\u2028", "Ⅷ", "x y", "\x1f", "ünï"]
for t in tests:
    print(ascii(t), *(int(getattr(t, m)()) for m in ("isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "isspace", "isidentifier", "isprintable", "isascii", "istitle")))

# output:
# '' 0 0 0 0 0 0 0 1 1 0
# 'abc' 1 0 0 0 1 0 1 1 1 0
# '123' 0 1 1 1 1 0 0 1 1 0
# 'a1' 0 0 0 0 1 0 1 1 1 0
# ' \t\n' 0 0 0 0 0 1 0 0 1 0
# '\xe9' 1 0 0 0 1 0 1 1 0 0
# '\u0663' 0 1 1 1 1 0 0 1 0 0
# '\xb2' 0 1 0 1 1 0 0 1 0 0
# '\xbd' 0 0 0 1 1 0 0 1 0 0
# '_x' 0 0 0 0 0 0 1 1 1 0
# '1x' 0 0 0 0 1 0 0 1 1 0
# 'A' 1 0 0 0 1 0 1 1 1 1
# '\u2028' 0 0 0 0 0 1 0 0 0 0
# '\u2167' 0 0 0 1 1 0 1 1 0 1
# 'x y' 0 0 0 0 0 0 0 1 1 0
# '\x1f' 0 0 0 0 0 1 0 0 1 0
# '\xfcn\xef' 1 0 0 0 1 0 1 1 0 0
