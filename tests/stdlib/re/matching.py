import re
m = re.match(r"(\w+) (?P<last>\w+)", "John Smith, x")
print(m, m.group(), m[1], m["last"], m.groups(), m.groupdict(), m.span(), m.span(2), m.start("last"), m.end(), m.lastindex, m.lastgroup, m.pos, m.endpos, m.string, m.re.pattern, m.expand(r"\2 \g<last> \g<0>"))
print(re.search("b+", "aabbb"), re.match("b", "ab"), re.fullmatch("a+", "aaa"), re.fullmatch("a", "ab"))
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall("", "ab"), [x.span() for x in re.finditer("a|", "bab")])
print(re.sub(r"\d", "#", "a1b2"), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"), re.sub("x*", "-", "abxd"), re.subn("a", "b", "aaa", count=2), re.sub(r"\w+", lambda m: m[0].title(), "ab cd"))
print(re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b"), re.split("", "abc"), re.split(r"\s", "a b c", maxsplit=1), re.escape("a.b*c [x]"))
print(re.findall(r"a.c", "abc a\nc", re.S), re.findall("^a", "a\na", re.M), re.findall("A", "aA", re.I), re.findall(r"(?i:A)b", "Ab aB"), re.compile("a b # c", re.X).match("ab"), re.findall(r"\w", "é_1", re.A))
print(re.findall(r"(?<=\$)\d+", "$5 6 $7"), re.findall(r"\d(?!\d)", "12 3"), re.findall(r"(?<!a)b", "ab bb"), re.search(r"(a)?b(?(1)c|d)", "bd abc").group(), re.findall(r"(?:ab)+", "ababab ab"), re.match(r"(?>a+)b", "aaab"), re.match(r"a++a", "aaa"), re.match("a*?b", "aab"))
print(re.match(r"(\w)\1", "aa"), re.match(r"(?P<q>['\"]).*(?P=q)", "'x'").group(), re.findall(r"\bfoo\b", "foo food foo."), re.findall(r"[^\W\d_]", "a1_é"), re.match(r"a{2,3}", "aaaa").group(), re.match(r"[\]\-a]+", "]-a").group(), re.match(r"\u00e9\x41\n", "éA\n"))
p = re.compile(r"(?P<a>x)|(y)", re.I)
print(p, p.pattern, p.flags, p.groups, p.groupindex, p.search("zY", 1).span(), p == re.compile(r"(?P<a>x)|(y)", re.I), p.match("zx", 1), p.fullmatch("xx"), hash(p) == hash(re.compile(r"(?P<a>x)|(y)", re.I)))
print(re.match(b"a(.)", b"ab").group(1), re.findall(rb"\w", b"a\xe9"), re.compile("a", re.I | re.M).flags, re.I | re.M, repr(re.A))

# output:
# <re.Match object; span=(0, 10), match='John Smith'> John Smith John Smith ('John', 'Smith') {'last': 'Smith'} (0, 10) (5, 10) 5 10 2 last 0 13 John Smith, x (\w+) (?P<last>\w+) Smith Smith John Smith
# <re.Match object; span=(2, 5), match='bbb'> None <re.Match object; span=(0, 3), match='aaa'> None
# ['1', '22', '333'] [('a', '1'), ('b', '2')] ['', '', ''] [(0, 0), (1, 2), (2, 2), (3, 3)]
# a#b# 1a2b -a-b--d- ('bba', 2) Ab Cd
# ['a', 'b', 'c'] ['a', '-', 'b'] ['', 'a', 'b', 'c', ''] ['a', 'b c'] a\.b\*c\ \[x\]
# ['abc', 'a\nc'] ['a', 'a'] ['a', 'A'] ['Ab'] <re.Match object; span=(0, 2), match='ab'> ['_', '1']
# ['5', '7'] ['2', '3'] ['b', 'b'] bd ['ababab', 'ab'] <re.Match object; span=(0, 4), match='aaab'> None <re.Match object; span=(0, 3), match='aab'>
# <re.Match object; span=(0, 2), match='aa'> 'x' ['foo', 'foo'] ['a', 'é'] aaa ]-a <re.Match object; span=(0, 3), match='éA\n'>
# re.compile('(?P<a>x)|(y)', re.IGNORECASE) (?P<a>x)|(y) 34 2 {'a': 1} (1, 2) True <re.Match object; span=(1, 2), match='x'> None True
# b'b' [b'a'] 42 re.IGNORECASE|re.MULTILINE re.ASCII
