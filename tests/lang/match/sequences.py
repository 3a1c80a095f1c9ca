def f(x):
    match x:
        case []: return "empty"
        case [1]: return "one"
        case [a, b]: return f"two {a} {b}"
        case [1, *rest]: return f"starts with 1, {rest}"
        case [*init, "end"]: return f"ends, {init}"
        case (a, *_, b): return f"ends {a} {b}"
        case _: return "no"
for x in ([], [1], (2, 3), [1, 2, 3], ["x", "y", "end"], (5, 6, 7), range(4), "ab", b"ab", {1, 2}, {"k": 1}, 5, iter([1]), bytearray(b"xy"), memoryview(b"xy")):
    print(type(x).__name__, f(x))
from collections import deque
import array
print(f(deque([1, 2, 3])), f(array.array("i", [1, 2])))

# output:
# list empty
# list one
# tuple two 2 3
# list starts with 1, [2, 3]
# list ends, ['x', 'y']
# tuple ends 5 7
# range ends 0 3
# str no
# bytes no
# set no
# dict no
# int no
# list_iterator no
# bytearray no
# memoryview two 120 121
# starts with 1, [2, 3] two 1 2
