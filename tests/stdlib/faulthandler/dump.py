# What faulthandler writes, with the numbers of threads taken out.
import faulthandler, os, re, tempfile, threading


def dumped(write):
    with tempfile.TemporaryFile() as file:
        write(file)
        file.seek(0)
        text = file.read().decode()
    text = re.sub(r'File ".*[/\\]', 'File "', text)
    text = re.sub(r'(threading.py", line) \d+', r"\1 N", text)
    return re.sub(r"0x[0-9a-f]{16}( \[.*?\])?", "0xT", text)


def inner(file):
    faulthandler.dump_traceback(file, all_threads=False)


def outer(file):
    inner(file)


print(dumped(outer), end="")


def generator(file):
    outer(file)
    yield
    yield from generator(file)


def follow(file):
    for step, _ in enumerate(generator(file)):
        if step:
            return


print(dumped(follow), end="")

# All threads: the youngest first.
ready, stop = threading.Event(), threading.Event()


def work():
    ready.set()
    stop.wait()


thread = threading.Thread(target=work)
thread.start()
ready.wait()
text = dumped(lambda file: faulthandler.dump_traceback(file))
stop.set()
thread.join()
first, second = text.split("\n\n")
print(first.splitlines()[0])
print(re.findall(r"line \d+ in work", first), first.splitlines()[-1])
print(second, end="")


# A name is cut off, and is ASCII.
namespace = {}
exec("def " + "x" * 600 + "(file): faulthandler.dump_traceback(file, False)", globals(), namespace)
function = namespace.popitem()[1]
print([line.count("x") for line in dumped(function).splitlines()])
exec("def größe_\U00020000(file): faulthandler.dump_traceback(file, False)", globals(), namespace)
print(dumped(namespace.popitem()[1]).splitlines()[1])


# Deep stacks are cut off.
def deep(n, file):
    if n:
        deep(n - 1, file)
    else:
        faulthandler.dump_traceback(file, False)


lines = dumped(lambda file: deep(150, file)).splitlines()
print(len(lines), lines[-1])
