# Texts of every width, bytes, characters without a partner in the other width, and comparison without regard to case.
import array
import re

subjects = ["abc ABC 12", "abc\xe9\xc9\xdf\xff \xb5", "аБв кК \u20ac 12", "a\U00010400\U00010428b \U0001f600", "a\ud800b\udfff"]
patterns = [
    r"\w+", r"\W", r"[^\W\d]+", r"[\xe9-\xff]", r"[а-я]+", "\u20ac", "\U0001f600|b", r"[\U00010400-\U0001ffff]", "\ud800", r".b", r"[^a]b",
    r"\s\S*$", r"(?a:\w+)", r"[\ud800-\udfff]",
]
for pattern in patterns:
    print(ascii(pattern), ascii([re.findall(pattern, subject) for subject in subjects]))

for pattern, subject in (
    ("é", "É"), ("[é-ü]+", "ÉÜé"), ("k", "\u212a"), ("\u212a", "K"), ("s", "\u017f"), ("[r-t]", "\u017f"), ("ß", "\u1e9e"),
    ("σ", "ς"), ("[ς]", "Σ"), ("µ", "μ"), ("\ufb05", "\ufb06"), ("[\ufb04-\ufb05]", "\ufb06"), ("i", "İ"), ("ı", "I"), ("й+", "ЙйЙ"),
    ("\U00010400", "\U00010428"), ("[^k]", "\u212a"), ("Dolor|elit", "dOLOR ELIT"), ("(a)\\1", "aA"), ("(é)\\1", "éÉ"),
):
    print(ascii(pattern), ascii(subject), *(bool(re.fullmatch(pattern, subject, flags)) for flags in (re.I, re.I | re.A, 0)),
          ascii(re.findall(pattern, subject + subject, re.I)))

for pattern in (rb"[a-c]+", rb"\w+", rb"[\x80-\xff]", rb"(?i)B", rb"\xff|\n", rb"(?L:\w)", rb"(?iL)[^bc]", rb"(?-s:.)+"):
    for subject in (b"abc\xff\x80\nBC", bytearray(b"abB\n"), memoryview(b"\xffab"), array.array("B", [97, 66, 255])):
        print(pattern, re.findall(pattern, subject))

for pattern, subject in ((b"a", "a"), ("a", b"a"), ("a", 1)):
    try:
        re.search(pattern, subject)
    except TypeError as error:
        print(error)
