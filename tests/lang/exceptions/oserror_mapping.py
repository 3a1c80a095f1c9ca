import errno
for code in (errno.ENOENT, errno.EEXIST, errno.EACCES, errno.EPIPE, errno.ECHILD, errno.EAGAIN, errno.EINTR, errno.ENOTDIR, errno.EISDIR, errno.ETIMEDOUT, errno.ECONNREFUSED, errno.EINVAL):
    e = OSError(code, "text", "file")
    print(type(e).__name__, e.errno == code, e.filename)
print(str(OSError(2, "msg")), repr(OSError(2, "msg")), str(OSError("only")), OSError().errno)
print(OSError(2, "m", "a", None, "b"), OSError(2, "m").args, OSError(2, "m", "f").args)

# output:
# FileNotFoundError True file
# FileExistsError True file
# PermissionError True file
# BrokenPipeError True file
# ChildProcessError True file
# BlockingIOError True file
# InterruptedError True file
# NotADirectoryError True file
# IsADirectoryError True file
# TimeoutError True file
# ConnectionRefusedError True file
# OSError True file
# [Errno 2] msg FileNotFoundError(2, 'msg') only None
# [Errno 2] m: 'a' -> 'b' (2, 'm') (2, 'm')
