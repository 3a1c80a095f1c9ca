import sys
def f(n): return f(n + 1)
try:
    f(0)
except RecursionError as e:
    print(e)
def g(n): return 0 if n == 0 else 1 + g(n - 1)
print(g(900))
sys.setrecursionlimit(5000)
print(g(4500), sys.getrecursionlimit())
sys.setrecursionlimit(200)
try:
    g(300)
except RecursionError as e:
    print(type(e).__name__)
for bad in (0, -1, "a", 2**40):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError, OverflowError) as e:
        print(type(e).__name__, e)

# output:
# maximum recursion depth exceeded
# 900
# 4500 5000
# RecursionError
# ValueError recursion limit must be greater or equal than 1
# ValueError recursion limit must be greater or equal than 1
# TypeError 'str' object cannot be interpreted as an integer
# OverflowError Python int too large to convert to C int
