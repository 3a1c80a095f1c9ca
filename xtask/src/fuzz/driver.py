# Runs the snippets of a file one after the other, each in a fresh namespace, and writes what each one did to another file.
import builtins
import io
import signal
import sys
import warnings

PRELUDE = '''
def plain(value):
    if isinstance(value, (set, frozenset)):
        return type(value).__name__ + "{" + ", ".join(sorted(map(plain, value))) + "}"
    if type(value) in (list, tuple):
        return type(value).__name__ + "[" + ", ".join(map(plain, value)) + "]"
    if type(value) is dict:
        return "{" + ", ".join(plain(key) + ": " + plain(item) for key, item in value.items()) + "}"
    return repr(value)
def show(*values):
    print(*[plain(value) for value in values])
def attempt(function):
    try:
        show(function())
    except Exception as error:
        print(type(error).__name__, error)
def drive(coroutine):
    steps = []
    try:
        while len(steps) < 50:
            steps.append(coroutine.send(None))
    except StopIteration as stop:
        return steps, stop.value
    finally:
        coroutine.close()
class Pause:
    def __init__(self, value):
        self.value = value
    def __await__(self):
        got = yield self.value
        return got
'''


class Timeout(BaseException):
    pass


def ring(number, frame):
    raise Timeout


def describe(error):
    try:
        text = str(error)
    except BaseException as other:
        text = "no text: " + type(other).__name__
    lines = [type(error).__qualname__ + ": " + text]
    if isinstance(error, SyntaxError) and error.filename == "snippet.py":
        place = error.lineno, error.offset, error.end_lineno, error.end_offset, error.text
        lines = [type(error).__qualname__ + ": " + str(error.msg), repr(place)]
    context = error.__context__
    while context is not None and len(lines) < 6:
        lines.append("after " + type(context).__qualname__)
        context = context.__context__
    return "\n".join(lines)


def run(mode, source):
    names = {"__name__": "snippet", "__builtins__": builtins}
    out = io.StringIO()
    table = vars(builtins)
    before = dict(table)
    exec(PRELUDE, names)
    streams = sys.stdout, sys.stderr
    try:
        try:
            sys.stdout, sys.stderr = out, io.StringIO()
            code = compile(source, "snippet.py", "exec", dont_inherit=True)
            end = "compiled"
            if mode == "run":
                signal.setitimer(signal.ITIMER_VIRTUAL, 0.5, 0.5)
                exec(code, names)
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
                end = "ended"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except Timeout:
        end = "timeout"
    except BaseException as error:
        end = describe(error)
    finally:
        sys.stdout, sys.stderr = streams
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(1000)
    for name in list(table):
        if name not in before:
            del table[name]
    table.update(before)
    try:
        text = out.getvalue()
    except ValueError:
        text = ""
    return text[:20000] + "\n#! " + end


def main():
    signal.signal(signal.SIGVTALRM, ring)
    warnings.simplefilter("ignore")
    with open(sys.argv[1], "rb") as file:
        snippets = file.read()
    with open(sys.argv[2], "wb") as results:
        at = 0
        while at < len(snippets):
            end = snippets.index(b"\n", at)
            mode, length = snippets[at:end].decode().split()
            at = end + 1 + int(length)
            source = snippets[end + 1 : at].decode("utf-8", "surrogatepass")
            answer = run(mode, source).encode("utf-8", "backslashreplace")
            results.write(b"%d\n" % len(answer) + answer)
            results.flush()


main()
