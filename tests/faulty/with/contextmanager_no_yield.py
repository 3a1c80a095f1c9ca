from contextlib import contextmanager
@contextmanager
def m():
    return
    yield
with m():
    pass
