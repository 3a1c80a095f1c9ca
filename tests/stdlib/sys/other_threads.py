"""What one thread can learn of and do to the others: their frames, what they handle, their trace functions, their contexts."""
import contextvars
import sys
import threading

ready, go = threading.Event(), threading.Event()
seen = []


def waits_here():
    try:
        raise ValueError("handled meanwhile")
    except ValueError:
        ready.set()
        go.wait()
    seen.append(sys.gettrace() is tracer)


def tracer(*arguments):
    return None


thread = threading.Thread(target=waits_here)
thread.start()
ready.wait()
while True:
    frame = sys._current_frames()[thread.ident]
    names = []
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    if "waits_here" in names:
        break
print(names[-4:], sys._current_frames()[threading.get_ident()] is sys._getframe())
print(repr(sys._current_exceptions()[thread.ident]), sys._current_exceptions()[threading.get_ident()])
threading.settrace_all_threads(tracer)
go.set()
thread.join()
threading.settrace_all_threads(None)
print(seen, sys.gettrace())

variable = contextvars.ContextVar("variable")
turn = [threading.Event() for _ in range(3)]


def in_context(number):
    variable.set(number)
    turn[number].set()
    for event in turn:
        event.wait()
    results[number] = variable.get()


results = {}
threads = [threading.Thread(target=contextvars.Context().run, args=(in_context, n)) for n in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()), variable.get("not here"))
