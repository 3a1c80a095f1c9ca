print(True + 1, True * 5, repr(True), str(False), int(True), isinstance(True, int), bool.__mro__)
print(bool("False"), bool(0.0), bool(None), bool([0]), True & 1, True & True, True ^ False, True | 0)
print(~True == -2, -True, True / 2, True // 1, [10, 20][True], "ab"[False])
print(type(True & True).__name__, type(True & 1).__name__, bool() is False)
for f in (lambda: bool(1, 2), lambda: bool(x=1), lambda: type("B", (bool,), {})):
    try:
        f()
    except TypeError as e:
        print(e)
print(True.real, True.bit_length(), f"{True:5}|{True!s:>6}|{True:d}", sum([True, True]), max(True, 0))

# output:
# 2 5 True False 1 True (<class 'bool'>, <class 'int'>, <class 'object'>)
# True False False True 1 True True 1
# True -1 0.5 1 20 a
# bool int True
# bool expected at most 1 argument, got 2
# bool() takes no keyword arguments
# type 'bool' is not an acceptable base type
# 1 1     1|  True|1 2 True
