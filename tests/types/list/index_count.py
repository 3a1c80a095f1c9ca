xs = [1, 2, 3, 2, True, 1.0]
print(xs.index(2), xs.index(2, 2), xs.index(3, -5, -1), xs.count(2), xs.count(1), xs.count("x"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: xs.index(9))
attempt(lambda: xs.index(1, 5, 2))
attempt(lambda: [].index([]))
attempt(lambda: [[1]].index([1]))
attempt(lambda: xs.index())

# output:
# 1 3 2 2 3 0
# ValueError: list.index(x): x not in list
# ValueError: list.index(x): x not in list
# ValueError: list.index(x): x not in list
# 0
# TypeError: index expected at least 1 argument, got 0
