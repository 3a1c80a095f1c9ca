import traceback
def outer(x):
    return inner(x) + 1
def inner(x):
    return x["key"]
try:
    outer({})
except KeyError:
    print(traceback.format_exc(), end="")
def chain():
    try:
        outer(None)
    except TypeError as e:
        raise RuntimeError("wrapped") from e
try:
    chain()
except RuntimeError:
    print(traceback.format_exc(), end="")

# output:
# Traceback (most recent call last):
#   File "traceback_text.py", line 7, in <module>
#     outer({})
#     ~~~~~^^^^
#   File "traceback_text.py", line 3, in outer
#     return inner(x) + 1
#            ~~~~~^^^
#   File "traceback_text.py", line 5, in inner
#     return x["key"]
#            ~^^^^^^^
# KeyError: 'key'
# Traceback (most recent call last):
#   File "traceback_text.py", line 12, in chain
#     outer(None)
#     ~~~~~^^^^^^
#   File "traceback_text.py", line 3, in outer
#     return inner(x) + 1
#            ~~~~~^^^
#   File "traceback_text.py", line 5, in inner
#     return x["key"]
#            ~^^^^^^^
# TypeError: 'NoneType' object is not subscriptable
#
# The above exception was the direct cause of the following exception:
#
# Traceback (most recent call last):
#   File "traceback_text.py", line 16, in <module>
#     chain()
#     ~~~~~^^
#   File "traceback_text.py", line 14, in chain
#     raise RuntimeError("wrapped") from e
# RuntimeError: wrapped
