# A signal that is registered, with and without what it did before; a watchdog; faults of a child.
import faulthandler, os, re, signal, subprocess, sys, tempfile, time


def shown(file):
    file.seek(0)
    text = file.read().decode()
    file.seek(0)
    file.truncate()
    text = re.sub(r'File ".*[/\\]', 'File "', text)
    return re.sub(r"0x[0-9a-f]{16}( \[.*?\])?", "0xT", text)


def send():
    os.kill(os.getpid(), signal.SIGUSR1)


with tempfile.TemporaryFile() as file:
    signal.signal(signal.SIGUSR1, lambda number, frame: print("handler", frame.f_code.co_name))
    faulthandler.register(signal.SIGUSR1, file)
    send()
    print(shown(file), end="")
    faulthandler.unregister(signal.SIGUSR1)
    faulthandler.register(signal.SIGUSR1, file, all_threads=False, chain=True)
    send()
    print(shown(file), end="")
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))
    send()
    print(repr(shown(file)))

    faulthandler.dump_traceback_later(0.05, file=file)

    def wait():
        time.sleep(0.3)

    wait()
    print(shown(file), end="")
    faulthandler.dump_traceback_later(0.05, file=file)

    def spin():
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            pass

    spin()
    print(re.sub(r"line \d+", "line N", shown(file)), end="")
    faulthandler.dump_traceback_later(0.05, repeat=True, file=file)
    faulthandler.cancel_dump_traceback_later()
    time.sleep(0.1)
    print(repr(shown(file)))


def child(*lines, options=()):
    done = subprocess.run([sys.executable, *options, "-c", "\n".join(lines)], stderr=subprocess.PIPE, text=True)
    text = re.sub(r"0x[0-9a-f]{16}( \[.*?\])?", "0xT", done.stderr)
    print(done.returncode, text.partition("\n\nCurrent thread's C stack")[0])


fault = ["import faulthandler, signal", "def f(): faulthandler._sigsegv()", "f()"]
child(*fault, options=["-X", "faulthandler"])
child("import faulthandler; faulthandler.enable(all_threads=False)", *fault)
child("import faulthandler; faulthandler.enable(); faulthandler.disable()", *fault)
child("import os; os.abort()", options=["-X", "faulthandler"])
child("import faulthandler, time; faulthandler.dump_traceback_later(0.05, exit=True); time.sleep(9)")
child("import faulthandler, os, signal", "faulthandler.register(signal.SIGUSR1, chain=True)", "os.kill(os.getpid(), 10)")
