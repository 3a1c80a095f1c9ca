def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt("a, b = 1")
attempt("a, b = None")
attempt("a, b = []")
attempt("a, b = [1]")
attempt("a, b, c = 1, 2")
attempt("a, b = 1, 2, 3")
attempt("a, b = range(5)")
attempt("a, *b, c = [1]")
attempt("*a, b = []")
attempt("a, b = 'x'")
attempt("a, b = {1: 2}")
attempt("[a] = 5")
attempt("for a, b in [1]: pass")
attempt("(a, b), c = [1, 2], 3, 4")
attempt("a, b = iter('abc')")

# output:
# TypeError: cannot unpack non-iterable int object
# TypeError: cannot unpack non-iterable NoneType object
# ValueError: not enough values to unpack (expected 2, got 0)
# ValueError: not enough values to unpack (expected 2, got 1)
# ValueError: not enough values to unpack (expected 3, got 2)
# ValueError: too many values to unpack (expected 2, got 3)
# ValueError: too many values to unpack (expected 2)
# ValueError: not enough values to unpack (expected at least 2, got 1)
# ValueError: not enough values to unpack (expected at least 1, got 0)
# ValueError: not enough values to unpack (expected 2, got 1)
# ValueError: not enough values to unpack (expected 2, got 1)
# TypeError: cannot unpack non-iterable int object
# TypeError: cannot unpack non-iterable int object
# ValueError: too many values to unpack (expected 2, got 3)
# ValueError: too many values to unpack (expected 2)
