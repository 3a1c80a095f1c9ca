s = "héllo😀"
print(s[0], s[1], s[-1], len(s), s[1:3], s[::-1], s[::2], s[10:], s[-3:-1], s[5:2], s[:100], repr(s[3:3]))
print([s[i] for i in range(len(s))] == list(s), s[slice(1, None, 2)], "abc"[True])
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: s[6])
attempt(lambda: s[-7])
attempt(lambda: s["a"])
attempt(lambda: s[1.0])
attempt(lambda: s[::0])
attempt(lambda: s["a":])
attempt(lambda: s.__setitem__(0, "x"))
attempt(lambda: s[None])
print(s * 0 == "", s * -1 == "", "ab" * 3, 2 * "x", s + "", "a" "b")

# output:
# h é 😀 6 él 😀olléh hlo  lo  héllo😀 ''
# True él😀 b
# IndexError: string index out of range
# IndexError: string index out of range
# TypeError: string indices must be integers, not 'str'
# TypeError: string indices must be integers, not 'float'
# ValueError: slice step cannot be zero
# TypeError: slice indices must be integers or None or have an __index__ method
# AttributeError: 'str' object has no attribute '__setitem__'
# TypeError: string indices must be integers, not 'NoneType'
# True True ababab xx héllo😀 ab
