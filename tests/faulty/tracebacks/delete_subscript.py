x = [1]
del x[0], x[3]
