from collections import deque
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0)
print(d, len(d), d.maxlen, d[0], d[-1], d.pop(), d.popleft(), 3 in d, list(reversed(d)))
d.extend("ab"); d.extendleft("xy"); d.rotate(1); print(d); d.rotate(-2); print(d)
d.insert(1, "i") if len(d) < 4 else d.pop(); d.remove("x") if "x" in d else None
print(d, d.count("y"), d.copy() == d, deque([1]) + deque([2]), deque([1]) * 3, deque("ab") < deque("b"))
d.reverse(); d.clear(); print(d, bool(d))
e = deque(range(5)); del e[1]; e[0] = "s"; print(e, e[2])
def attempt(f):
    try:
        print(f())
    except Exception as ex:
        print(type(ex).__name__ + ":", ex)
attempt(lambda: deque().pop())
attempt(lambda: deque().popleft())
attempt(lambda: deque()[0])
attempt(lambda: deque([1]).remove(2))
attempt(lambda: deque([1]).index(2))
attempt(lambda: deque(maxlen=-1))
attempt(lambda: deque([1], 1).insert(0, 2))
attempt(lambda: deque([1])[0:1])
attempt(lambda: hash(deque()))
def mutate():
    q = deque([1, 2])
    for x in q: q.append(x)
attempt(mutate)
big = deque()
for i in range(1000): big.append(i); big.appendleft(-i)
print(len(big), big[0], big[1000], big[-1], sum(big))
r = deque(); r.append(r); print(r)

# output:
# deque([2, 3], maxlen=4) 4 4 0 4 4 0 True [3, 2]
# deque([3, 'y', 'x', 2], maxlen=4)
# deque(['x', 2, 3, 'y'], maxlen=4)
# deque([2, 3], maxlen=4) 0 True deque([1, 2]) deque([1, 1, 1]) True
# deque([], maxlen=4) False
# deque(['s', 2, 3, 4]) 3
# IndexError: pop from an empty deque
# IndexError: pop from an empty deque
# IndexError: deque index out of range
# ValueError: deque.remove(x): x not in deque
# ValueError: deque.index(x): x not in deque
# ValueError: maxlen must be non-negative
# IndexError: deque already at its maximum size
# TypeError: sequence index must be integer, not 'slice'
# TypeError: unhashable type: 'collections.deque'
# RuntimeError: deque mutated during iteration
# 2000 -999 0 999 0
# deque([[...]])
