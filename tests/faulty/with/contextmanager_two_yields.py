from contextlib import contextmanager
@contextmanager
def m():
    yield
    yield
with m():
    pass
