# Choices that the next character decides, and those that it does not.
import re


def show(pattern, subject, flags=0):
    try:
        compiled = re.compile(pattern, flags)
    except re.error as error:
        print("error", error)
        return
    for name in ("match", "search", "fullmatch"):
        found = getattr(compiled, name)(subject)
        print(name, found and (found.span(), found.groups(), found.lastindex), end=" ")
    print([found.span() for found in compiled.finditer(subject)])


show(r"[a-z]*1", "abc1 ab")
show(r"[a-z]*?1", "abc1 ab")
show(r"[a-z]*c", "abcabc")
show(r"[a-z]*?c", "abcabc")
show(r"[a-z]{2,3}c", "abcabc")
show(r"[a-z]{2,3}?c", "abcabc")
show(r"\w+\d", "ab12 c3")
show(r"\w+?\d\b", "ab12 c3")
show(r"(?:ab)*a", "ababa")
show(r"(?:ab)*?a", "ababa")
show(r"(?:ab|cd)*(?:ac)?", "abcdac")
show(r"(a|b|)+c", "abc")
show(r"(a|b)??c", "abc")
show(r"(a)?(b)?(c)?", "ac")
show(r"(a)|(b)|(c)", "cab")
show(r"(?:(a)|(b)|(c))*", "cab")
show(r"(?:(a)|b)*", "ab")
show(r"(a*)*", "aa")
show(r"(a*)+", "b")
show(r"(?:a|(b))*?c", "abac")
show(r"(a{1,2}){2}", "aaaa")
show(r"(a{1,2}){2,}?", "aaaaa")
show(r"(?:x|y|z){2}(x|y)?", "xyzx")
show(r"(?=a|b)\w(?!c)", "acabb")
show(r"(?<=a)b*(?<!b)", "abab")
show(r"(?>a*)a?", "aaa")
show(r"a*+a", "aaa")
show(r"(?:ab?)*+b", "abab")
show(r"(?:a|ab)(?>c|bcd)d?", "abcd")
show(r"(a)?(?(1)b|c)", "abc")
show(r"(a|b)\1", "abba")
show(r"^\w+$", "ab\ncd\n", re.M)
show(r".*\n?", "ab\ncd")
show(r".*", "ab\ncd", re.S)
show(r"$|x", "xx\n")
show(r"\b|:+", "a::b")
show("|".join("word%d" % n for n in range(100)), "word99 word7")
show("|".join("[%s]x" % chr(97 + n % 26) for n in range(80)) + "|9", "zx9ax")
show(r"(?:" + "(?:a" * 40 + "b" + ")?" * 40 + ")c", "aabc")
