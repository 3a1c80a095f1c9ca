"""send, throw and close: generators as state machines, and what each method returns or raises."""


def averager():
    total, count, average = 0.0, 0, None
    while True:
        try:
            value = yield average
        except ZeroDivisionError:
            total, count, average = 0.0, 0, None
            continue
        if value is None:
            return round(total / count, 3) if count else None
        total += value
        count += 1
        average = total / count


def grouper(results, key):
    while True:
        results[key] = yield from averager()
        print("  group done", key)


a = averager()
print(next(a), a.send(10), a.send(20), a.throw(ZeroDivisionError), a.send(4))
try:
    a.send(None)
except StopIteration as e:
    print("returned", e.value)
results = {}
g = grouper(results, "x")
next(g)
for v in (1, 2, 3, None, 10, 20, None):
    g.send(v)
g.close()
print(results)


def machine():
    state, trail = "idle", []
    while state != "stopped":
        try:
            event = yield state
            trail.append(event)
            state = {("idle", "go"): "running", ("running", "pause"): "idle", ("running", "stop"): "stopped"}.get((state, event), state)
        except GeneratorExit:
            trail.append("closed")
            print("  trail", trail)
            raise
        finally:
            trail.append("|")
    return trail


m = machine()
print(next(m), m.send("pause"), m.send("go"), m.send("pause"), m.send("go"))
try:
    m.send("stop")
except StopIteration as e:
    print(e.value)
m = machine()
next(m)
m.send("go")
print(m.close(), m.close())


def trampoline(task):
    """Runs generators that yield generators, without recursion on the Python stack."""
    stack, value, depth = [task], None, 0
    while stack:
        depth = max(depth, len(stack))
        try:
            stack.append(stack[-1].send(value))
            value = None
        except StopIteration as e:
            stack.pop()
            value = e.value
    return value, depth


def total(n):
    if n == 0:
        return 0
    rest = yield total(n - 1)
    return n + rest


print(trampoline(total(5000)))


def accumulate():
    out = []
    try:
        while (x := (yield len(out))) is not StopIteration:
            out.append(x)
    finally:
        print("  finally with", out)
    return out


acc = accumulate()
print(acc.__next__(), acc.send("a"), acc.send("b"))
try:
    acc.send(StopIteration)
except StopIteration as e:
    print(e.value)
for f in (lambda: acc.send(1), lambda: acc.throw(ValueError("late")), lambda: acc.close(), lambda: averager().send(1), lambda: averager().throw(KeyError("early"))):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
