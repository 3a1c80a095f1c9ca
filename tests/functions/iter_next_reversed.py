it = iter([1])
print(next(it), next(it, None), iter(it) is it)
vals = iter([3, 2, 0, 9])
print(list(iter(lambda: next(vals), 0)), list(vals))
print(list(reversed("abc")), list(reversed(range(3))), list(reversed({"a": 1, "b": 2})), list(reversed((1, 2))))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: next(iter([])))
attempt(lambda: next([]))
attempt(lambda: iter(5))
attempt(lambda: iter(5, 1))
attempt(lambda: reversed({1}))
attempt(lambda: reversed(5))
attempt(lambda: next())
attempt(lambda: next(iter([]), 1, 2))
class S:
    def __getitem__(self, i):
        if i > 2: raise StopIteration
        return i
print(list(S()))
class C:
    __iter__ = None
attempt(lambda: iter(C()))
class D:
    __reversed__ = None
    def __len__(self): return 1
    def __getitem__(self, i): return i
attempt(lambda: reversed(D()))
