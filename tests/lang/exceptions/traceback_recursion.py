import traceback
def f(n):
    if n == 0:
        raise ValueError("bottom")
    f(n - 1)
try:
    f(10)
except ValueError:
    print(traceback.format_exc(), end="")

# output:
# Traceback (most recent call last):
#   File "traceback_recursion.py", line 7, in <module>
#     f(10)
#     ~^^^^
#   File "traceback_recursion.py", line 5, in f
#     f(n - 1)
#     ~^^^^^^^
#   File "traceback_recursion.py", line 5, in f
#     f(n - 1)
#     ~^^^^^^^
#   File "traceback_recursion.py", line 5, in f
#     f(n - 1)
#     ~^^^^^^^
#   [Previous line repeated 7 more times]
#   File "traceback_recursion.py", line 4, in f
#     raise ValueError("bottom")
# ValueError: bottom
