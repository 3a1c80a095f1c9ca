import os
import pickle
import time


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


status = os.stat(".")
print(len(status), type(status), isinstance(status, tuple), status[:2] == (status.st_mode, status.st_ino))
print(attempt(setattr, status, "st_mode", 1))
print(attempt(setattr, status, "nothing", 1))
print(attempt(delattr, status, "st_ino"))
print(attempt(os.stat_result, (1, 2)))
print(attempt(os.stat_result, 5))
made = os.stat_result(range(10))
print(made.st_mode, made.st_size, made == tuple(range(10)))
copy = pickle.loads(pickle.dumps(status))
print(copy == status, copy.st_mtime_ns == status.st_mtime_ns)
print(os.terminal_size((80, 24)))
print(attempt(os.terminal_size, (80,)))
print(os.sched_param(3), pickle.loads(pickle.dumps(os.sched_param(2))), os.sched_param(sched_priority=1))
print(time.gmtime(0))
print(attempt(time.struct_time, (1, 2)))
