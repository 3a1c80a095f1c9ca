log = []
class Resurrect:
    def __del__(self):
        log.append("del")
        keep.append(self)
keep = []
x = Resurrect()
del x
print(log, len(keep))  # expect: ['del'] 1
keep.clear()
print(log)  # expect: ['del']
class DelRaises:
    def __del__(self): raise RuntimeError("ignored")
import sys
sys.unraisablehook = lambda u: log.append(str(u.exc_value))
d = DelRaises()
del d
print(log)  # expect: ['del', 'ignored']
class DelCreates:
    n = 0
    def __del__(self):
        DelCreates.n += 1
        if DelCreates.n < 100: DelCreates()
DelCreates()
print(DelCreates.n)  # expect: 100
class DelClears:
    def __del__(self): holder.clear()
holder = [DelClears(), 1, 2]
holder[0] = None
print(holder)  # expect: []
holder = {"a": DelClears(), "b": 2}
del holder["a"]
print(holder)  # expect: {}
holder = [1, DelClears(), 3]
holder.pop(1)
print(holder)  # expect: []
class DelReassigns:
    def __del__(self):
        global slot
        slot = "set by del"
slot = DelReassigns()
slot = "assigned"
print(slot)  # expect: set by del
