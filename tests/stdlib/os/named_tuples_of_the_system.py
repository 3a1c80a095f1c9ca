import copy
import os
import pickle
import time

status = os.stat(__file__)
print(len(status), tuple(status)[6] == status.st_size, tuple(status)[8] == int(status.st_mtime))
print(status.st_mtime == status.st_mtime_ns // 10**9 + 1e-9 * (status.st_mtime_ns % 10**9), type(status.st_atime).__name__)
print(copy.copy(status) == status, pickle.loads(pickle.dumps(status)).st_mtime_ns == status.st_mtime_ns)
for name in ('st_mode', 'st_mtime', 'st_blocks', 'missing'):
    try:
        setattr(status, name, 3)
    except AttributeError as error:
        print(name, error)
made = os.stat_result(range(19))
print(made.st_mode, made.st_ctime, made.st_atime_ns, made.st_rdev)
print(os.stat_result(range(10), {'st_mtime_ns': 5}).st_mtime_ns, os.stat_result(range(10)).st_rdev)
print(time.struct_time(range(9)).tm_zone, time.struct_time(range(11)).tm_gmtoff, time.gmtime(0).tm_gmtoff)
print(sorted(entry.name for entry in os.scandir(os.path.dirname(os.path.abspath(__file__))) if entry.is_dir()))
print(hasattr(os.stat_result, 'st_atime_ns'), hasattr(os.stat_result, 'nothing'), getattr(os.stat_result, 'nothing', 4))
