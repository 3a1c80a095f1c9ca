import functools
class A:
    @functools.cached_property
    def x(self): return self.y
A().x
