from enum import Enum, auto
from dataclasses import dataclass, field
from typing import Callable
import weakref
class State(Enum):
    IDLE = auto()
    RUNNING = auto()
    DONE = auto()
class Machine:
    table = {}
    def on(*events, source, target, table=table):
        def register(fn):
            for e in events: table[source, e] = (target, fn)
            return fn
        return register
    def __init__(self): self.state, self.trace = State.IDLE, []
    def send(self, event, *args):
        try:
            target, fn = self.table[self.state, event]
        except KeyError:
            raise ValueError(f"{event} in {self.state.name}") from None
        self.trace.append(fn(self, *args))
        self.state = target
        return self
    @on("start", source=State.IDLE, target=State.RUNNING)
    def begin(self, n): return f"began {n}"
    @on("step", source=State.RUNNING, target=State.RUNNING)
    def step(self): return f"step {len(self.trace)}"
    @on("stop", "abort", source=State.RUNNING, target=State.DONE)
    def end(self): return "ended"
    del on
m = Machine()
m.send("start", 3).send("step").send("step").send("abort")
print(m.state, m.trace)
try:
    m.send("step")
except ValueError as e:
    print(e, e.__suppress_context__)
@dataclass
class Bus:
    handlers: dict[str, list[Callable]] = field(default_factory=dict)
    def subscribe(self, topic, method):
        self.handlers.setdefault(topic, []).append(weakref.WeakMethod(method, lambda r: print("  handler gone")))
    def publish(self, topic, *a):
        live = [(r, h) for r in self.handlers.get(topic, []) if (h := r()) is not None]
        return [h(*a) for _, h in live]
class Listener:
    def __init__(self, name): self.name = name
    def hear(self, x): return f"{self.name}:{x}"
bus, a, b = Bus(), Listener("a"), Listener("b")
bus.subscribe("t", a.hear); bus.subscribe("t", b.hear)
print(bus.publish("t", 1))
del b
print(bus.publish("t", 2), bus.publish("none"))
class Undo:
    def __init__(self): self.value, self._done, self._undone = [], [], []
    def do(self, op, *a):
        inverse = getattr(self, op)(*a)
        self._done.append((op, a, inverse)); self._undone.clear()
    def append(self, x): self.value.append(x); return lambda: self.value.pop()
    def clear(self):
        old, self.value = self.value, []
        def restore(): self.value = old
        return restore
    def undo(self): op, a, inv = self._done.pop(); inv(); self._undone.append((op, a))
    def redo(self): op, a = self._undone.pop(); self._done.append((op, a, getattr(self, op)(*a)))
u = Undo()
u.do("append", 1); u.do("append", 2); u.do("clear"); u.do("append", 9)
for _ in range(3): u.undo()
print(u.value); u.redo(); u.redo(); print(u.value, len(u._undone))

# output:
# State.DONE ['began 3', 'step 1', 'step 2', 'ended']
# step in DONE True
# ['a:1', 'b:1']
#   handler gone
# ['a:2'] []
# [1]
# [] 1
