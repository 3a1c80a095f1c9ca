import re
for bad in ("(", ")", "[a", "a**", "*", "(?P<a>x)(?P<a>y)", r"\1", "(?P<1>x)", "(?P=b)", "a{3,2}", "[z-a]", "(?<=a*)b", "\\", "(?z)", "(?P", r"(?(2)a)", "[[:alpha:]", r"\q", "x{99999999999}", "(?i", "(?<a", "a(?i)"):
    try:
        re.compile(bad)
        print(repr(bad), "compiles")
    except re.error as e:
        print(repr(bad), e.msg, e.pos, e.lineno, e.colno)
    except Exception as e:
        print(repr(bad), type(e).__name__, e)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
m = re.match("(a)(b)?", "a")
print(m.groups(), m.groups("d"), m.group(2), m.span(2))
attempt(lambda: m.group(3))
attempt(lambda: m["x"])
attempt(lambda: re.match("a", b"a"))
attempt(lambda: re.match(b"a", "a"))
attempt(lambda: re.sub("a", r"\2", "a"))
attempt(lambda: re.sub("a", r"\q", "a"))
attempt(lambda: re.compile(re.compile("a"), re.I))
attempt(lambda: re.match(5, "a"))
attempt(lambda: re.match("a", 5))
attempt(lambda: re.error is re.PatternError)
attempt(lambda: re.compile("a" * 10 + "(?:b|c)*" * 5).fullmatch("a" * 10 + "bcbcb" * 100) is not None)

# output:
# '(' missing ), unterminated subpattern 0 1 1
# ')' unbalanced parenthesis 0 1 1
# '[a' unterminated character set 0 1 1
# 'a**' multiple repeat 2 1 3
# '*' nothing to repeat 0 1 1
# '(?P<a>x)(?P<a>y)' redefinition of group name 'a' as group 2; was group 1 12 1 13
# '\\1' invalid group reference 1 1 1 2
# '(?P<1>x)' bad character in group name '1' 4 1 5
# '(?P=b)' unknown group name 'b' 4 1 5
# 'a{3,2}' min repeat greater than max repeat 2 1 3
# '[z-a]' bad character range z-a 1 1 2
# '(?<=a*)b' look-behind requires fixed-width pattern None None None
# '\\' bad escape (end of pattern) 0 1 1
# '(?z)' unknown extension ?z 1 1 2
# '(?P' unexpected end of pattern 3 1 4
# '(?(2)a)' invalid group reference 2 3 1 4
# '[[:alpha:]' compiles
# '\\q' bad escape \q 0 1 1
# 'x{99999999999}' OverflowError the repetition number is too large
# '(?i' missing -, : or ) 3 1 4
# '(?<a' unknown extension ?<a 1 1 2
# 'a(?i)' global flags not at the start of the expression 1 1 2
# ('a', None) ('a', 'd') None (-1, -1)
# IndexError: no such group
# IndexError: no such group
# TypeError: cannot use a string pattern on a bytes-like object
# TypeError: cannot use a bytes pattern on a string-like object
# PatternError: invalid group reference 2 at position 1
# PatternError: bad escape \q at position 0
# ValueError: cannot process flags argument with a compiled pattern
# TypeError: first argument must be string or compiled pattern
# TypeError: expected string or bytes-like object, got 'int'
# True
# True
