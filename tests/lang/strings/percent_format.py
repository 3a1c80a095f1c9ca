print("%s %r %a" % ("a", "b", "é"), "%d %i %5d|%-5d|%05d" % (1, 2, 3, 4, 5))
print("%x %X %o %#x %#o" % (255, 255, 8, 255, 8), "%c%c" % (65, "b"))
print("%f %.2f %e %g %10.3f|%+d" % (1.5, 2.345, 1000.0, 1e-5, 3.14159, 5))
print("%(a)s %(b)05.1f" % {"a": 1, "b": 2.25}, "100%%", "%s%%" % 5, "%*d|%-*d|%.*f" % (5, 1, 4, 2, 2, 3.14159))
print("%s" % [1], "%s" % (1,), "%s %s" % ("a", None), "% d" % 5, "%5s|%-5s|%.2s" % ("ab", "cd", "efg"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: "%d" % "a")
attempt(lambda: "%d %d" % 1)
attempt(lambda: "%d" % (1, 2))
attempt(lambda: "%q" % 1)
attempt(lambda: "%(a)s" % 1)
attempt(lambda: "%(a)s" % {})
attempt(lambda: "%" % 1)
attempt(lambda: "%c" % "ab")
attempt(lambda: "%x" % 1.5)
attempt(lambda: "a" % 1)
attempt(lambda: "a" % {})
attempt(lambda: "%c" % 0x110000)
attempt(lambda: "%f" % "x")
attempt(lambda: "%*d" % ("a", 1))

# output:
# a 'b' '\xe9' 1 2     3|4    |00005
# ff FF 10 0xff 0o10 Ab
# 1.500000 2.35 1.000000e+03 1e-05      3.142|+5
# 1 002.2 100%% 5%     1|2   |3.14
# [1] 1 a None  5    ab|cd   |ef
# TypeError: %d format: a real number is required, not str
# TypeError: not enough arguments for format string
# TypeError: not all arguments converted during string formatting
# ValueError: unsupported format character 'q' (0x71) at index 1
# TypeError: format requires a mapping
# KeyError: 'a'
# ValueError: incomplete format
# TypeError: %c requires an int or a unicode character, not a string of length 2
# TypeError: %x format: an integer is required, not float
# TypeError: not all arguments converted during string formatting
# a
# OverflowError: %c arg not in range(0x110000)
# TypeError: must be real number, not str
# TypeError: * wants int
