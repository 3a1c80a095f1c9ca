x = [1]
if x > 3 and True:
    pass
