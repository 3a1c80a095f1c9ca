import os
import signal


def attempt(function, *arguments, **keywords):
    try:
        return function(*arguments, **keywords)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


pid = os.fork()
if pid == 0:
    os._exit(7)
done, status = os.waitpid(pid, 0)
print(done == pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))

pid = os.posix_spawn("/bin/sh", ["sh", "-c", "kill -TERM $$"], os.environ)
done, status = os.waitpid(pid, 0)
print(os.WIFSIGNALED(status), os.WTERMSIG(status) == signal.SIGTERM, os.waitstatus_to_exitcode(status))

r, w = os.pipe()
pid = os.posix_spawn(
    "/bin/sh",
    ["sh", "-c", "echo $NAME; exit 3"],
    {"NAME": "value"},
    file_actions=[(os.POSIX_SPAWN_DUP2, w, 1), (os.POSIX_SPAWN_CLOSE, r)],
)
os.close(w)
print(os.read(r, 100), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

pid = os.fork()
if pid == 0:
    try:
        os.execve("/bin/sh", ["sh", "-c", "exit $CODE"], {"CODE": "9"})
    finally:
        os._exit(1)
info = os.waitid(os.P_PID, pid, os.WEXITED)
print(info.si_pid == pid, info.si_status, info.si_code == os.CLD_EXITED)

print(os.waitstatus_to_exitcode(os.system("exit 5")))
print(attempt(os.waitpid, -1, 0))
print(attempt(os.execv, "/nowhere", ["x"]))
print(attempt(os.execv, "/bin/sh", []))
print(attempt(os.execv, "/bin/sh", [""]))
print(attempt(os.execv, "/bin/sh", 5))
print(attempt(os.kill, os.getpid(), 0), attempt(os.kill, 2**30, 0))
print(os.getpgrp() == os.getpgid(0), os.getsid(0) == os.getsid(os.getpid()), len(os.times()), os.times()[0] >= 0)
print(attempt(os.register_at_fork))
print(attempt(os.register_at_fork, before=5))

order = []
os.register_at_fork(
    before=lambda: order.append("before"),
    after_in_parent=lambda: order.append("parent"),
    after_in_child=lambda: order.append("child"),
)
r, w = os.pipe()
pid = os.fork()
if pid == 0:
    os.write(w, repr(order).encode())
    os._exit(0)
os.waitpid(pid, 0)
print(os.read(r, 100).decode(), order)
