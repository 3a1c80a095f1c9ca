import string, textwrap
print(string.ascii_letters, string.digits, string.punctuation, repr(string.whitespace), string.capwords("a bc  d"))
print(string.Template("$a ${b} $$ $c").safe_substitute(a=1, b=2), string.Template("$x").substitute({"x": 5}), string.Formatter().format("{0} {x}", 1, x=2), list(string.Formatter().parse("a{b!r:c}d")))
for f in (lambda: string.Template("$x").substitute(), lambda: string.Template("$").substitute(), lambda: string.Formatter().format("{}{0}", 1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
text = "The quick brown fox jumped over the lazy dog and kept running.  It was   fast."
print(textwrap.wrap(text, 20))
print(textwrap.fill(text, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(text, 25), repr(textwrap.dedent("    a\n      b\n\n    c")), repr(textwrap.indent("a\n\nb", "> ")), textwrap.wrap("a-very-long-hyphenated-word-here", 12))

# output:
# abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ ' \t\n\r\x0b\x0c' A Bc D
# 1 2 $ $c 5 1 2 [('a', 'b', 'c', 'r'), ('d', None, None, None)]
# KeyError 'x'
# ValueError Invalid placeholder in string: line 1, col 1
# ValueError cannot switch from automatic field numbering to manual field specification
# ['The quick brown fox', 'jumped over the lazy', 'dog and kept', 'running.  It was', 'fast.']
# * The quick brown fox jumped
#   over the lazy dog and kept
#   running.  It was   fast.
# The quick brown fox [...] 'a\n  b\n\nc' '> a\n\n> b' ['a-very-long-', 'hyphenated-', 'word-here']
