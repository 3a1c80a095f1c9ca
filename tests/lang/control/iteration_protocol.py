class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration("value")
        self.n -= 1
        return self.n
print(list(Countdown(3)), sum(Countdown(5)), max(Countdown(4)))
class Old:
    def __getitem__(self, i):
        if i == 3: raise IndexError
        return i * i
print(list(Old()), 4 in Old(), tuple(Old()))
for bad in (5, object(), None):
    try:
        for x in bad: pass
    except TypeError as e:
        print(str(e).split(" at ")[0])
class NotIter:
    def __iter__(self): return 5
try:
    iter(NotIter())
except TypeError as e:
    print(e)
class Boom:
    def __iter__(self): return self
    def __next__(self): raise ValueError("boom")
try:
    for _ in Boom(): pass
except ValueError as e:
    print(e)

# output:
# [2, 1, 0] 10 3
# [0, 1, 4] True (0, 1, 4)
# 'int' object is not iterable
# 'object' object is not iterable
# 'NoneType' object is not iterable
# iter() returned non-iterator of type 'int'
# boom
