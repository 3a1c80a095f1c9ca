if 1: def f(): pass
