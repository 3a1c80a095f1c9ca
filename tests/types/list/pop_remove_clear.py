xs = [1, 2, 3, 2]
print(xs.pop(), xs.pop(0), xs.pop(-1), xs)
xs = [1, 2, 3, 2]
xs.remove(2)
print(xs, xs.clear(), xs)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: [].pop())
attempt(lambda: [1].pop(5))
attempt(lambda: [1].pop(-2))
attempt(lambda: [1].remove(2))
attempt(lambda: [1].pop("a"))
attempt(lambda: [1].pop(2**100))

# output:
# 2 1 3 [2]
# [] None []
# IndexError: pop from empty list
# IndexError: pop index out of range
# IndexError: pop index out of range
# ValueError: list.remove(x): x not in list
# TypeError: 'str' object cannot be interpreted as an integer
# OverflowError: Python int too large to convert to C ssize_t
