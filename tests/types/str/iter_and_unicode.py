print(list("aé😀"), [ord(c) for c in "aé😀"], chr(128512), len("👨‍👩‍👧"), "".join(reversed("abc")))
it = iter("ab")
print(next(it), it.__length_hint__(), list(it), list(it), type(iter("é")).__name__)
import unicodedata
print(unicodedata.name("é"), unicodedata.category("A"), unicodedata.normalize("NFD", "é") == "e\u0301", unicodedata.normalize("NFKC", "ﬁ"), unicodedata.lookup("BULLET"), unicodedata.decimal("٣"), unicodedata.numeric("½"), unicodedata.east_asian_width("日"), unicodedata.combining("\u0301"), unicodedata.bidirectional("א"), unicodedata.mirrored("("))
for f in (lambda: chr(-1), lambda: chr(0x110000), lambda: ord(""), lambda: ord("ab"), lambda: ord(5), lambda: unicodedata.lookup("NOPE"), lambda: unicodedata.name("\0")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

# output:
# ['a', 'é', '😀'] [97, 233, 128512] 😀 5 cba
# a 1 ['b'] [] str_iterator
# LATIN SMALL LETTER E WITH ACUTE Lu True fi • 3 0.5 W 230 R 1
# ValueError chr() arg not in range(0x110000)
# ValueError chr() arg not in range(0x110000)
# TypeError ord() expected a character, but string of length 0 found
# TypeError ord() expected a character, but string of length 2 found
# TypeError ord() expected string of length 1, but int found
# KeyError "undefined character name 'NOPE'"
# ValueError no such name
