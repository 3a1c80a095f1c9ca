print("{} {}".format(1, 2), "{1} {0}".format("a", "b"), "{x} {y!r}".format(x=1, y="z"))
print("{0.real} {0[1]}".format([5, 6]) if False else "{0[1]} {1.imag}".format([5, 6], 3j))
print("{:>{w}}|{:{f}^{w}}".format("a", "b", w=5, f="*"))
print("{a[key]} {a[0]}".format(a={"key": 1, 0: 2}), "{{}}".format())
print("{:%Y}".format(type("D", (), {"__format__": lambda s, f: "fmt " + f})()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: "{} {0}".format(1))
attempt(lambda: "{0} {}".format(1))
attempt(lambda: "{".format(1))
attempt(lambda: "}".format(1))
attempt(lambda: "{} {}".format(1))
attempt(lambda: "{x}".format())
attempt(lambda: "{0.nope}".format(1))
attempt(lambda: "{!x}".format(1))
attempt(lambda: "{0[}".format([1]))
attempt(lambda: "{:{:{}}}".format(1, 2, 3))
attempt(lambda: "{0!}".format(1))
print("{x}".format_map({"x": 1}), "%s" % "{}")

# output:
# 1 2 b a 1 'z'
# 6 3.0
#     a|**b**
# 1 2 {}
# fmt %Y
# ValueError: cannot switch from automatic field numbering to manual field specification
# ValueError: cannot switch from manual field specification to automatic field numbering
# ValueError: Single '{' encountered in format string
# ValueError: Single '}' encountered in format string
# IndexError: Replacement index 1 out of range for positional args tuple
# KeyError: 'x'
# AttributeError: 'int' object has no attribute 'nope'
# ValueError: Unknown conversion specifier x
# ValueError: expected '}' before end of string
# ValueError: Max string recursion exceeded
# ValueError: unmatched '{' in format spec
# 1 {}
