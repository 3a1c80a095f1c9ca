def f(x):
    match x:
        case 0: return "zero"
        case -1: return "minus one"
        case 1.5: return "float"
        case "text": return "str"
        case b"raw": return "bytes"
        case None: return "none"
        case True: return "true"
        case 3 + 4j: return "complex"
        case "a" "b": return "joined"
        case _: return "other"
for x in (0, 0.0, -1, 1.5, "text", b"raw", None, True, 1, False, 3 + 4j, "ab", [], 2):
    print(repr(x), f(x))

# output:
# 0 zero
# 0.0 zero
# -1 minus one
# 1.5 float
# 'text' str
# b'raw' bytes
# None none
# True true
# 1 other
# False zero
# (3+4j) complex
# 'ab' joined
# [] other
# 2 other
