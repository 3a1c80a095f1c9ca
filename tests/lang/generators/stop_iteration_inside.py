def g():
    yield 1
    raise StopIteration("converted")
it = g()
next(it)
try:
    next(it)
except RuntimeError as e:
    print(e, repr(e.__cause__))  # expect: generator raised StopIteration StopIteration('converted')
def h():
    yield next(iter([]))
try:
    list(h())
except RuntimeError as e:
    print(e)  # expect: generator raised StopIteration
def value():
    return 5
    yield
it = value()
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)  # expect: 5 (5,)
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)  # expect: None ()
