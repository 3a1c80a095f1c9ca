"""Functions are pickled by name, whatever attributes they have."""
import functools
import pickle
import pickletools


def plain():
    pass


def with_attributes():
    pass


with_attributes.colour = "red"


def decorated(function):
    @functools.wraps(function)
    def wrapper(*args):
        return function(*args)

    return wrapper


@decorated
def wrapped(x):
    return x


@functools.lru_cache
def cached(x):
    return x


for function in (plain, with_attributes, wrapped, cached):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function, protocol)) is function
    print(function.__name__, [op.name for op, *_ in pickletools.genops(pickle.dumps(function, 2))])
