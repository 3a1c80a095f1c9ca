s = "abracadabra"
print(s.find("a"), s.find("a", 1), s.find("z"), s.rfind("a"), s.rfind("a", 0, 5), s.index("bra"), s.rindex("bra"))
print(s.count("a"), s.count("abra"), s.count(""), "aaaa".count("aa"), s.count("a", 3, 8), "".count(""), "".count("", 1))
print(s.find(""), s.find("", 11), s.find("", 12), s.rfind(""), s.find("a", -3), s.find("b", 100), s.find("a", None, 3))
print(s.startswith("abra"), s.startswith(("x", "ab")), s.startswith("bra", 1), s.endswith("bra"), s.endswith(("a", "z")), s.endswith("", 11), s.startswith("", 12))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: s.index("z"))
attempt(lambda: s.rindex("z"))
attempt(lambda: s.find(1))
attempt(lambda: s.count(None))
attempt(lambda: s.startswith(1))
attempt(lambda: s.startswith((1,)))
attempt(lambda: s.startswith(["a"]))
print("日本語日本".find("本"), "日本語日本".rfind("本"), "😀a😀".index("a"), "日本語" in "x日本語y", "é" in "cafe\u0301")

# output:
# 0 3 -1 10 3 1 8
# 5 2 12 2 3 1 0
# 0 11 -1 11 10 -1 0
# True True True True True True False
# ValueError: substring not found
# ValueError: substring not found
# TypeError: find() argument 1 must be str, not int
# TypeError: count() argument 1 must be str, not None
# TypeError: startswith first arg must be str or a tuple of str, not int
# TypeError: tuple for startswith must only contain str, not int
# TypeError: startswith first arg must be str or a tuple of str, not list
# 1 4 1 True False
