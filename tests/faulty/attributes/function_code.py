def f(): pass
f.__code__ = 1
