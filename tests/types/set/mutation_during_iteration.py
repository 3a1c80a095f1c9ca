s = {1, 2, 3}
try:
    for x in s: s.add(x + 10)
except RuntimeError as e:
    print(e)  # expect: Set changed size during iteration
try:
    for x in s: s.discard(x)
except RuntimeError as e:
    print(e)  # expect: Set changed size during iteration
class Evil:
    def __hash__(self): return 1
    def __eq__(self, o):
        t.clear()
        return False
t = {Evil()}
print(Evil() in t, len(t))  # expect: False 0
t = {Evil()}
t.add(Evil())
print(len(t) in (0, 1, 2))  # expect: True
r = {1}
r2 = {frozenset(r)}
print(r in r2, r2)  # expect: True {frozenset({1})}
