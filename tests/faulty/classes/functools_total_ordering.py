import functools
@functools.total_ordering
class A: pass
