def g(a):
    b = 1
    yield a
    yield from [b]
it = g(5)
print(it.__name__, it.__qualname__, type(it).__name__)  # expect: g g generator
print(it.gi_running, it.gi_yieldfrom, it.gi_frame.f_lineno, it.gi_code.co_name)  # expect: False None 1 g
next(it)
print(it.gi_frame.f_lineno, it.gi_frame.f_locals, it.gi_suspended)  # expect: 3 {'a': 5, 'b': 1} True
next(it)
print(type(it.gi_yieldfrom).__name__)  # expect: list_iterator
list(it)
print(it.gi_frame, it.gi_suspended)  # expect: None False
