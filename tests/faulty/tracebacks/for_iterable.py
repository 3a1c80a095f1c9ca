for x in [1, 2] + None:
    pass
