print("hello".translate({ord("h"): "J", ord("l"): None, ord("o"): 48}), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans("a", "x", "c")), "abc".translate(str.maketrans({"a": "1", 98: "long"})))
class T:
    def __getitem__(self, k):
        if k == ord("b"): raise LookupError
        return chr(k).upper()
print("abc".translate(T()))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: str.maketrans("ab", "x"))
attempt(lambda: str.maketrans(1))
attempt(lambda: str.maketrans({"ab": 1}))
attempt(lambda: "a".translate({97: 0x110000}))
attempt(lambda: "a".translate({97: 1.5}))
attempt(lambda: "a".translate(5))

# output:
# Je0 xyc xb 1longc
# AbC
# ValueError: the first two maketrans arguments must have equal length
# TypeError: if you give only one argument to maketrans it must be a dict
# ValueError: string keys in translatetable must be of length 1
# ValueError: character mapping must be in range(0x110000)
# TypeError: character mapping must return integer, None or str
# TypeError: 'int' object is not subscriptable
