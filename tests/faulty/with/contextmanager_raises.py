from contextlib import contextmanager
@contextmanager
def m():
    try:
        yield
    except KeyError as e:
        raise ValueError("translated") from e
with m():
    {}["k"]
