# Patterns with many ways to fail do not try them all: without that each of these would take longer than the universe.
# oracle: no, CPython tries them all
import re

for pattern, subject in (
    (r"(a*)*[bc]", "a" * 300),
    (r"(a+)+[bc]", "a" * 300),
    (r"(?:(?:a*)*)*[bc]", "a" * 100),
    (r"(a|b|ab)*[cd]", "ab" * 200),
    (r"(a|aa)+$", "a" * 300 + "b"),
    ("a?" * 30 + "a" * 30, "a" * 30),
    (r"(?:a?){30}a{30}", "a" * 30),
    (r"(x+x+)+[yz]", "x" * 120),
    (r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 200),
    (r"(a*){2,30}[bc]", "a" * 60),
    (r"(?:a*?)*?[bc]", "a" * 200),
    (r"(?:a|(?=a)a)*[bc]", "a" * 100),
    (r"(?:(?>a)|a)*[bc]", "a" * 100),
    (r"\s+$", " " * 20000 + "x"),
    (r".*foo", "fo" * 10000),
):
    found = re.search(pattern, subject)
    print(pattern[:24], found and (found.span(), found.groups()))

# What is noted as hopeless once is not held against other ways.
print(re.search(r"(a*)*(b|c)", "a" * 40 + "c").span())
print(re.match(r"(?:(a|aa)*|b)*c", "aab" * 30 + "c").span())
