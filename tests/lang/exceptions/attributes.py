def grab(f):
    try:
        f()
    except Exception as e:
        return e
e = grab(lambda: (1).foo)
print(e.name, e.obj)  # expect: foo 1
e = grab(lambda: missing_name)
print(e.name)  # expect: missing_name
e = grab(lambda: {}["k"])
print(e.args, str(e), repr(e))  # expect: ('k',) 'k' KeyError('k')
e = grab(lambda: __import__("no_such_module_x"))
print(type(e).__name__, e.name, e)  # expect: ModuleNotFoundError no_such_module_x No module named 'no_such_module_x'
e = grab(lambda: int("x"))
print(e)  # expect: invalid literal for int() with base 10: 'x'
e = grab(lambda: open("/no/such/file"))
print(e.errno, e.strerror, e.filename, e)  # expect: 2 No such file or directory /no/such/file [Errno 2] No such file or directory: '/no/such/file'
e = grab(lambda: b"\xff".decode())
print(e.encoding, e.start, e.end, e.reason, e.object)  # expect: utf-8 0 1 invalid start byte b'\xff'
e = grab(lambda: "\ud800".encode())
print(e)  # expect: 'utf-8' codec can't encode character '\ud800' in position 0: surrogates not allowed
e = grab(lambda: next(iter([])))
print(repr(e), e.value)  # expect: StopIteration() None
