import faulthandler, signal, sys


def attempt(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


print(faulthandler.is_enabled())  # expect: False
attempt(faulthandler.disable)  # expect: False
attempt(faulthandler.enable)  # expect: None
print(faulthandler.is_enabled())  # expect: True
attempt(faulthandler.disable)  # expect: True
attempt(faulthandler.enable, "x")  # expect: AttributeError 'str' object has no attribute 'fileno'
attempt(faulthandler.enable, -3)  # expect: ValueError file is not a valid file descriptor
attempt(faulthandler.dump_traceback, 10**10)  # expect: OverflowError Python int too large to convert to C int
attempt(faulthandler.register, 0)  # expect: ValueError signal number out of range
attempt(faulthandler.register, 65)  # expect: ValueError signal number out of range
attempt(faulthandler.register, signal.SIGSEGV)  # expect: RuntimeError signal 11 cannot be registered, use enable() instead
attempt(faulthandler.unregister, signal.SIGUSR1)  # expect: False
attempt(faulthandler.register)  # expect: TypeError register() missing required argument 'signum' (pos 1)
attempt(faulthandler.dump_traceback_later, 0)  # expect: ValueError timeout must be greater than 0
attempt(faulthandler.dump_traceback_later, "a")  # expect: TypeError 'str' object cannot be interpreted as an integer or float
attempt(faulthandler.dump_traceback_later, 1e10)  # expect: OverflowError timestamp out of range for C PyTime_t
attempt(faulthandler.cancel_dump_traceback_later)  # expect: None


class File:
    def __init__(self, fd):
        self.fd = fd

    def fileno(self):
        return self.fd

    def flush(self):
        print("flushed")
        raise OSError


attempt(faulthandler.dump_traceback, File(-1))  # expect: RuntimeError file.fileno() is not a valid file descriptor
attempt(faulthandler.dump_traceback, File("x"))  # expect: RuntimeError file.fileno() is not a valid file descriptor
attempt(faulthandler.enable, File(2))  # expect: flushed
# expect: None
faulthandler.disable()

stderr, sys.stderr = sys.stderr, None
attempt(faulthandler.dump_traceback)  # expect: RuntimeError sys.stderr is None
attempt(faulthandler.dump_traceback_later, 1)  # expect: RuntimeError sys.stderr is None
del sys.stderr
attempt(faulthandler.enable)  # expect: RuntimeError lost sys.stderr
sys.stderr = stderr
