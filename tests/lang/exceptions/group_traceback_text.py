import traceback
def make():
    errors = []
    for f in (lambda: 1 / 0, lambda: [][1]):
        try:
            f()
        except Exception as e:
            errors.append(e)
    raise ExceptionGroup("two things", errors + [ExceptionGroup("nested", [ValueError("v")])])
try:
    make()
except ExceptionGroup:
    print(traceback.format_exc(), end="")

# output:
#   + Exception Group Traceback (most recent call last):
#   |   File "group_traceback_text.py", line 11, in <module>
#   |     make()
#   |     ~~~~^^
#   |   File "group_traceback_text.py", line 9, in make
#   |     raise ExceptionGroup("two things", errors + [ExceptionGroup("nested", [ValueError("v")])])
#   | ExceptionGroup: two things (3 sub-exceptions)
#   +-+---------------- 1 ----------------
#     | Traceback (most recent call last):
#     |   File "group_traceback_text.py", line 6, in make
#     |     f()
#     |     ~^^
#     |   File "group_traceback_text.py", line 4, in <lambda>
#     |     for f in (lambda: 1 / 0, lambda: [][1]):
#     |                       ~~^~~
#     | ZeroDivisionError: division by zero
#     +---------------- 2 ----------------
#     | Traceback (most recent call last):
#     |   File "group_traceback_text.py", line 6, in make
#     |     f()
#     |     ~^^
#     |   File "group_traceback_text.py", line 4, in <lambda>
#     |     for f in (lambda: 1 / 0, lambda: [][1]):
#     |                                      ~~^^^
#     | IndexError: list index out of range
#     +---------------- 3 ----------------
#     | ExceptionGroup: nested (1 sub-exception)
#     +-+---------------- 1 ----------------
#       | ValueError: v
#       +------------------------------------
