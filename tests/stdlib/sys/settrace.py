import sys
events = []
def tracer(frame, event, arg):
    if frame.f_code.co_name in ("f", "g"):
        events.append((frame.f_code.co_name, event, frame.f_lineno - base, arg if event == "return" else None))
        return tracer
def f(n):
    x = n + 1
    return g(x)
def g(n):
    try:
        raise ValueError
    except ValueError:
        return n
base = f.__code__.co_firstlineno
sys.settrace(tracer); f(1); sys.settrace(None)
for e in events: print(e)
prof = []
sys.setprofile(lambda fr, ev, arg: prof.append((ev, fr.f_code.co_name if not ev.startswith("c_") else arg.__name__)))
f(2); len([]); sys.setprofile(None)
print(prof)

# output:
# ('f', 'call', 0, None)
# ('f', 'line', 1, None)
# ('f', 'line', 2, None)
# ('g', 'call', 3, None)
# ('g', 'line', 4, None)
# ('g', 'line', 5, None)
# ('g', 'exception', 5, None)
# ('g', 'line', 6, None)
# ('g', 'line', 7, None)
# ('g', 'return', 7, 2)
# ('f', 'return', 2, 2)
# [('call', 'f'), ('call', 'g'), ('return', 'g'), ('return', 'f'), ('c_call', 'len'), ('c_return', 'len'), ('c_call', 'setprofile')]
