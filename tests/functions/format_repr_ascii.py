print(format(5, "03d"), format("a", ">3"), format(1.5), format(None), format([1]), repr("a"), repr(repr("a")), repr(1.0), ascii("aé"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: format([1], "x"))
attempt(lambda: format(None, ">5"))
attempt(lambda: format(5, 5))
attempt(lambda: format())
attempt(lambda: repr())
attempt(lambda: format(5, "\u20ac"))

# output:
# 005   a 1.5 None [1] 'a' "'a'" 1.0 'a\xe9'
# TypeError: unsupported format string passed to list.__format__
# TypeError: unsupported format string passed to NoneType.__format__
# TypeError: format() argument 2 must be str, not int
# TypeError: format expected at least 1 argument, got 0
# TypeError: repr() takes exactly one argument (0 given)
# ValueError: Unknown format code '\x20ac' for object of type 'int'
