# Empty matches, limits of the search, groups in repeats, scanners, splits and replacements.
import re

for pattern in (r"x*", r"\b", r"(?=b)", r"a|", r"|a", r"(?<=a)", r"$", r"^", r"(a)|(?=b)", r"\B"):
    for subject in ("", "a", "abab", "xxax"):
        compiled = re.compile(pattern)
        print(pattern, subject, compiled.findall(subject), compiled.split(subject), compiled.sub("-", subject), compiled.subn("<\\g<0>>", subject, 2))

compiled = re.compile(r"^b|(?<=a)b|b$|\bc")
for pos in range(-1, 6):
    for end in range(0, 6):
        found = compiled.search("abcbc", pos, end)
        print(pos, end, found and (found.span(), found.pos, found.endpos), compiled.match("abcbc", pos, end), [f.start() for f in compiled.finditer("abcbc", pos, end)])

found = re.match(r"(?:(\w)(\d)?,)*(?P<rest>\w*)", "a1,b,c3,dd")
print(found.groups(), found.regs, found.lastindex, found.lastgroup, found.groupdict(), found[3], found["rest"])
print(found.expand(r"\1-\g<rest>-\2"), found.start(2), found.end("rest"), found.span())
print(re.match(r"(a)(b)?", "a").expand(r"[\1\2]"))

scanner = re.compile(r"(\d+)|(\w)|\s*").scanner("12 ab")
while found := scanner.match():
    print(found.group(), found.lastindex, found.span())
print(scanner.match())
scanner = re.compile(r"\d").scanner("a1b2")
print(scanner.search().start(), scanner.search().start(), scanner.search())

print(re.split(r"(,)|;", "a,b;c"), re.split(r"[,;]\s*", "a, b;c,,d", maxsplit=2), re.split(r"(?=[A-Z])", "oneTwoThree"))
print(re.sub(r"(\w+)=(\w*)", r"\2:\1;\g<0>", "a=1 bb= c=3"), re.sub(r"(a)|b", r"[\1]", "abc"))
print(re.sub("a", lambda found: None, "banana"), re.sub(b"n", b"\\g<0>N", b"banana"), re.sub("a", "\u20ac", "banana"), re.sub("\u20ac", "e", "\u20ac1\u20ac"))
text = "key = value; other = thing; " * 2000
print(len(re.findall(r"\w+ = \w+", text)), len(re.sub(r"\s+", "", text)), len(re.split("; ", text)), re.search(r"\w+$", text), re.search(r"(?:\w+ = \w+; )+$", text).span())
print(re.search(r"z.*y|q", text), re.search(r"thing; $", text).span(), re.findall(r"(?<== )t\w+", text)[:2])
print(re.search(r"(?:\\.|[^\"])*\"", "a\\\"b" * 3 + '"').span(), re.search(r"(^|[^\\])\"D\((\d+)\)\"", 'x\\"D(1)""D(22)"').groups())


class Text(str):
    pass


print(type(re.sub("x", "y", Text("abc"))), type(re.match(".*", Text("abc")).group()), type(re.findall(".*", Text("abc"))[0]))
