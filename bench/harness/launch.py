"""Starts one measured process and writes how it ended and its peak of memory: launch.py FD COMMAND...

The kernel counts what a process had before exec to its peak, and a fork has what its parent has. So the parent is this small program,
run without site packages, and not the harness, which is larger than an interpreter that does little.
"""

import os
import sys

result = int(sys.argv[1])
os.set_inheritable(result, False)
child = os.fork()
if child == 0:
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        os.write(2, f"{sys.argv[2]}: {error.strerror}\n".encode())
    os._exit(127)
_, status, usage = os.wait4(child, 0)
os.write(result, f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}".encode())
