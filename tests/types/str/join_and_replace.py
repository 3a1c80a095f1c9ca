print(",".join([]), ",".join(["a"]), ",".join("abc"), "".join(("a", "b")), "-".join(c for c in "xy"), ", ".join({"k": 1}), "é".join(["日", "😀"]))
print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "abc".replace("", "-", 2), "aaa".replace("aa", "x"), "a".replace("b", "c"), "日本".replace("本", "x"), "abc".replace("b", ""), "aaa".replace("a", "b", count=1))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: ",".join([1]))
attempt(lambda: ",".join(["a", None]))
attempt(lambda: ",".join(5))
attempt(lambda: "a".replace("a"))
attempt(lambda: "a".replace(1, "b"))
attempt(lambda: b"a".join(["x"]))
class S(str): pass
print(type("".join([S("x")])).__name__, type(S("x").replace("y", "z")).__name__, type(S("x").upper()).__name__, type(str(S("x"))).__name__)

# output:
#  a a,b,c ab x-y k 日é😀
# bbb bba -a-b-c- -a-bc xa a 日x ac baa
# TypeError: sequence item 0: expected str instance, int found
# TypeError: sequence item 1: expected str instance, NoneType found
# TypeError: can only join an iterable
# TypeError: replace() takes at least 2 positional arguments (1 given)
# TypeError: replace() argument 1 must be str, not int
# TypeError: sequence item 0: expected a bytes-like object, str found
# str str str str
