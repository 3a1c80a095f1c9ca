from contextlib import contextmanager, nullcontext, suppress
from threading import Lock


@contextmanager
def managed(x):
    yield x


def bench(loops):
    lock = Lock()
    for i in range(loops):
        with managed(i) as x:
            x
        with suppress(KeyError):
            {}[1]
        with lock, nullcontext():
            pass
