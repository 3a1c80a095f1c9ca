def f(): pass
f.__globals__ = {}
