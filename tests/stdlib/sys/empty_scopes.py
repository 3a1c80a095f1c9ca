# Scopes without a statement that has a line: they stop at their beginning.
import sys


def global_only():
    global nothing


seen = []


def trace(frame, event, arg):
    seen.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return trace


empty = compile("", "empty", "exec")
sys.settrace(trace)
exec(empty)
global_only()
sys.settrace(None)
print(seen[:-1])
print(list(empty.co_lines())[0][2], len({line for _, _, line in empty.co_lines()}))
branches = global_only.__code__.co_branches()
print(list(branches))

# output:
# [('call', -1), ('line', -1), ('return', -1), ('call', 0), ('line', 0)]
# 0 1
# []
