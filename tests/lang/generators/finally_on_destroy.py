def g():
    try:
        yield 1
    finally:
        print("finalized")  # expect: finalized
it = g()
next(it)
it = None
print("after")  # expect: after
def h():
    with open_like():
        yield 1
class open_like:
    def __enter__(self): print("open")  # expect: open
    def __exit__(self, *a): print("close", a[0].__name__ if a[0] else None)  # expect: close GeneratorExit
for x in h():
    break
print("loop left")  # expect: loop left
