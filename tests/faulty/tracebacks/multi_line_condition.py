x = None
if (x is None
        and x.y
        and True):
    pass
