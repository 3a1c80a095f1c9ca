import functools
@functools.lru_cache
def f(x): return x
f([])
